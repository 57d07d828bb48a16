"""Records for tests: what a form would give."""

from library.models import CountryMeasure, Document, Practice


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


def a_measure(**more) -> CountryMeasure:
    """Italy's own way to ask for consent to one referral."""
    plain = {
        "slug": "it-first_help-ask_consent",
        "country": "IT",
        "procedure": "first_help",
        "code": "ask_consent",
        "title": "Ask with the mediator of the region",
        "people": ["adult", "child", "foreign"],
        "who": ["case_manager"],
        "when": "Every time",
        "how": ["With the mediator.", "For this one service.", "A copy if it is safe."],
        "say": "May I tell the house in your town?",
        "minutes": 12,
        "source": "Regional protocol",
        "reason": "The region has mediators",
    }
    return CountryMeasure(**{**plain, **more})
