from concurrent.futures import ThreadPoolExecutor

from django.db import connection

from referral.demo import casa_verde, corridors, dates
from referral.demo.scene import Scene

AT_ONCE = 2


def add_journeys() -> Scene:
    """All invented journeys, made through the product's actions and then moved to their days."""
    scene = Scene()
    told = [
        (scene.story(casa_verde.ME, *who), chapter, ()) for chapter, *who in casa_verde.CHAPTERS
    ]
    told += [(scene.story(*who), corridors.tell, how) for *who, how in corridors.rows(scene)]
    scene.dice.shuffle(told)  # neighbours in the table wait for each other's log
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for _done in pool.map(tell, told):
            pass
    casa_verde.without_a_case(scene)
    dates.move(scene.stories)
    return scene


def tell(row):
    story, chapter, how = row
    try:
        with connection.cursor() as cursor:
            cursor.execute("SET synchronous_commit = off")  # what is invented can be invented again
        chapter(story, *how)
    finally:
        connection.close()  # of this thread
