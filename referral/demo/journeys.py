from referral.demo import casa_verde, corridors
from referral.demo.scene import Scene


def add_journeys() -> Scene:
    """All invented journeys, made through the product's actions and then moved to their days."""
    scene = Scene()
    casa_verde.tell(scene)
    corridors.tell(scene)
    scene.calendar.move(scene.stories)
    return scene
