from library.models.collection import Collection
from library.models.document import Document, LinkState, Shelf, StoredFile
from library.models.kept import Kept, State
from library.models.measure import CountryMeasure
from library.models.practice import Practice, PracticeTranslation
from library.models.text_review import TextReview

__all__ = [
    "Collection",
    "CountryMeasure",
    "Document",
    "Kept",
    "LinkState",
    "Practice",
    "PracticeTranslation",
    "Shelf",
    "State",
    "StoredFile",
    "TextReview",
]
