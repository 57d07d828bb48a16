"""Records for tests: what a form would give."""

from library.models import Document, Practice


def a_document(**more) -> Document:
    plain = {
        "slug": "a-new-guide",
        "title": "A new guide",
        "publisher": "Casa Verde",
        "kind": "guideline",
        "languages": ["en"],
        "reason": "It is new",
    }
    return Document(**{**plain, **more})


def a_practice(**more) -> Practice:
    plain = {
        "slug": "a-quiet-room",
        "title": "A quiet room beside the counter",
        "language": "en",
        "tried": "Two chairs, water and a door that closes.",
        "place": "A harbour town",
        "countries": ["IT"],
        "bodies": ["police", "ngo"],
        "by_whom": "The border police with a shelter",
        "result": "People stayed longer. Nobody counted.",
        "watch": "Who else has the key?",
        "known_from": "Our own work",
        "themes": ["interviewing"],
        "measures": ["identification.setting"],
        "reason": "It helped here",
    }
    return Practice(**{**plain, **more})
