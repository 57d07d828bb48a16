from concurrent.futures import ThreadPoolExecutor

from django.db import connection, transaction

from accounts.acting import acting_as
from referral.demo import casa_verde, corridors, dates
from referral.demo.agreements import add_agreements
from referral.demo.alerts import add_alerts
from referral.demo.directory import add_to_directory
from referral.models import Journey

AT_ONCE = 2


def are_told(scene) -> bool:
    """Whether the first desk has journeys already."""
    with transaction.atomic(), acting_as(scene.actor(casa_verde.ME)):
        return Journey.objects.exists()


def add_journeys(scene) -> int:
    """All invented journeys, made through the product's actions and then moved to their days."""
    told = [
        (scene.story(casa_verde.ME, *who), chapter, ()) for chapter, *who in casa_verde.CHAPTERS
    ]
    told += [(scene.story(*who), corridors.tell, how) for *who, how in corridors.rows(scene)]
    scene.dice.shuffle(told)  # neighbours in the table wait for each other's log
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for _done in pool.map(tell, told):
            pass
    casa_verde.without_a_case(scene)
    casa_verde.away(scene)
    add_alerts(scene)
    add_to_directory(scene)
    add_agreements(scene)
    dates.move(scene.stories)
    return len(scene.stories)


def tell(row):
    story, chapter, how = row
    try:
        with connection.cursor() as cursor:
            cursor.execute("SET synchronous_commit = off")  # what is invented can be invented again
        chapter(story, *how)
    finally:
        connection.close()  # of this thread
