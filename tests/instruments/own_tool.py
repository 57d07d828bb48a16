"""A small tool of a country's own, as an import would make it."""

OWN_TOOL = {
    "code": "it_shelter",
    "version": 1,
    "title": {"English": "Shelter intake", "fr": "Entrée en hébergement"},
    "language": "English",
    "minutes": 10,
    "moment": "plan",
    "purpose": "What a shelter asks on the first evening.",
    "who": "A worker of the shelter.",
    "source": "Designed in a spreadsheet.",
    "data_class": "services",
    "result": "collected",
    "groups": {"bed": {"kind": "group", "title": "The bed", "relevant": "${stays} = 'yes'"}},
    "lists": {"answer": [{"code": "yes", "text": "Yes"}, {"code": "no", "text": "No"}]},
    "sections": [
        {
            "code": "top",
            "title": "Questions",
            "questions": [
                {"code": "stays", "text": {"English": "Stays tonight?", "fr": "Reste cette nuit ?"},
                 "kind": "choice", "options": "answer", "required": True},
                {"code": "nights", "text": "Nights", "kind": "number", "low": -999, "high": 999,
                 "constraint": ". > 0 and . <= 90", "constraint_text": "Between 1 and 90."},
            ],
        },
        {
            "code": "bed",
            "title": "The bed",
            "questions": [
                {"code": "Room", "text": "Room", "kind": "text", "path": ["bed"]},
                {"code": "cost", "text": "Cost", "kind": "calculated",
                 "calculation": "${nights} * 12.5", "path": ["bed"]},
            ],
        },
    ],
}  # fmt: skip
