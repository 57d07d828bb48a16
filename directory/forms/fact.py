"""A fact: which questions are asked follows from the kind of its topic, in one table."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from directory.countries import country_choices
from directory.forms.entry import EntryForm
from directory.forms.fields import (
    CountriesField,
    CountryFiguresField,
    FigureField,
    SourceDateField,
)
from directory.languages import language_choices
from directory.topics import BETWEEN_TWO, CODE_LISTS, TOPICS, Kind, Topic, Treaty
from directory.values import BREAKDOWN, TIERS
from shell.forms import DeskForm

WORDS = ("text", "detail", "language")
ASKED = {
    Kind.TEXT: WORDS,
    Kind.NUMBER: ("number", "unit", "year", *WORDS),
    Kind.CLOCK: ("is_there", "number", "unit", *WORDS),
    Kind.YES_NO: ("yes", *WORDS),
    Kind.CODES: ("codes", *WORDS),
    Kind.TREATY: ("treaty", "party", "on", "how", *WORDS),
    Kind.TIER: ("year", "tier", *WORDS),
    Kind.FIGURES: ("year", "figures", *WORDS),
}
NEEDED = {
    Kind.TEXT: {"text"},
    Kind.NUMBER: {"number", "unit", "year"},
    Kind.CLOCK: {"is_there"},
    Kind.YES_NO: {"yes"},
    Kind.CODES: {"codes"},
    Kind.TREATY: {"treaty", "party"},
    Kind.TIER: {"year", "tier"},
    Kind.FIGURES: {"year"},
}
YES, NO, UNSAID = "yes", "no", "unsaid"
TRUTH = {YES: True, NO: False, UNSAID: None}
UNITS = {
    "people": _("people"),
    "cases": _("cases"),
    "days": _("days"),
    "weeks": _("weeks"),
    "months": _("months"),
    "years": _("years"),
}
CLOCK_UNITS = ("days", "weeks", "months")
HOW = {
    "ratification": _("Ratification"),
    "accession": _("Accession"),
    "succession": _("Succession"),
    "acceptance": _("Acceptance"),
    "signature": _("Signature only"),
}


def pills(label, choices, **more):
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, **more)


def choose(label, choices, **more):
    return forms.ChoiceField(label=label, choices=choices, **more)


def year_field():
    now = timezone.localdate().year
    within = [MinValueValidator(1900), MaxValueValidator(now)]
    return forms.IntegerField(label=_("Year"), validators=within)


def unit_field(topic):
    names = CLOCK_UNITS if topic.kind == Kind.CLOCK else UNITS
    return choose(_("Unit"), [("", "–"), *((name, UNITS[name]) for name in names)])


def codes_field(topic):
    if topic.codes in CODE_LISTS:
        return forms.MultipleChoiceField(
            label=topic.label,
            choices=CODE_LISTS[topic.codes].choices,
            widget=forms.CheckboxSelectMultiple,
        )
    return CountriesField(
        label=_("Countries"), help_text=_("Names or codes, with commas between them.")
    )


def figures_fields(topic):
    if topic.code == "detected":
        return {f"figure_{key}": FigureField(label=label) for key, label in BREAKDOWN.items()}
    lines = CountryFiguresField(
        label=_("Countries and numbers"),
        help_text=_("One country in each line, then the number, for example Morocco 12."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    return {"figures": lines}


FIELDS = {
    "text": lambda topic: forms.CharField(
        label=_("What the source says, in one sentence"), max_length=300
    ),
    "detail": lambda topic: forms.CharField(
        label=_("More"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    ),
    "language": lambda topic: choose(_("Language of these words"), language_choices),
    "number": lambda topic: forms.IntegerField(
        label=_("Number"), min_value=0, max_value=999_999_999_999
    ),
    "unit": unit_field,
    "year": lambda topic: year_field(),
    "is_there": lambda topic: pills(
        _("Does the law or a rule set a time?"),
        [
            (YES, _("Yes")),
            (NO, _("None in law")),
            (UNSAID, _("The source does not say it plainly")),
        ],
    ),
    "yes": lambda topic: pills(
        _("What does the source say?"),
        [(YES, _("Yes")), (NO, _("No")), (UNSAID, _("Not said plainly"))],
    ),
    "codes": codes_field,
    "treaty": lambda topic: choose(_("Treaty"), Treaty.choices),
    "party": lambda topic: pills(_("Is the country a party?"), [(YES, _("Yes")), (NO, _("No"))]),
    "on": lambda topic: SourceDateField(label=_("Date of ratification or accession"), future=False),
    "how": lambda topic: choose(_("How"), [("", "–"), *HOW.items()]),
    "tier": lambda topic: choose(_("Tier"), list(TIERS.items())),
}


def fields_of(topic: Topic) -> dict:
    found = {}
    if topic.code in BETWEEN_TWO:
        found["partner"] = choose(_("With the country"), [("", "–")])
        found["partner"].required = topic.code != "bilateral"
    for name in ASKED[topic.kind]:
        new = figures_fields(topic) if name == "figures" else {name: FIELDS[name](topic)}
        for field in new.values():
            field.required = name in NEEDED[topic.kind] or (name == "figures" and "figures" in new)
        found |= new
    return found


class TopicForm(DeskForm):
    topic = forms.ChoiceField(label=_("What is it about?"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        from_sections = [(section, rows) for section, rows in topic_groups() if rows]
        self.fields["topic"].choices = from_sections


def topic_groups():
    sections = {}
    for topic in TOPICS.values():
        sections.setdefault(topic.section.label, []).append((topic.code, topic.label))
    return sections.items()


class FactForm(EntryForm):
    def __init__(self, *args, topic: Topic, **kwargs):
        self.topic = topic
        fields = fields_of(topic)
        self.asked = tuple(fields)
        super().__init__(*args, extra=fields, **kwargs)
        if "partner" in self.fields:
            others = [pair for pair in country_choices() if pair[0] != self.country]
            self.fields["partner"].choices = [("", "–"), *others]

    def initial_of(self, before):
        initial = super().initial_of(before) | {"language": get_language()}
        if before is None:
            return initial
        truth = next(word for word, value in TRUTH.items() if value is before.yes)
        if self.topic.kind == Kind.CLOCK and before.yes is None and before.number is not None:
            truth = YES
        plain = ("partner", "text", "detail", "language", "unit", "year", "on", "codes", "figures")
        found = {name: getattr(before, name) for name in plain}
        found |= {
            "treaty": before.subject,
            "tier": before.subject,
            "how": "".join(before.codes[:1]),
        }
        found |= dict.fromkeys(("is_there", "yes", "party"), truth)
        found["number"] = None if before.number is None else int(before.number)
        found |= {f"figure_{key}": value for key, value in (before.figures or {}).items()}
        return initial | found

    def clean(self):
        given = super().clean()
        if self.topic.kind == Kind.CLOCK:
            self.clean_clock(given)
        if self.topic.code == "detected" and not any(figures_of(given).values()):
            self.add_error("figure_total", ValidationError(_("Enter at least one number.")))
        if self.topic.kind == Kind.TREATY and given.get("party") == NO:
            given["how"] = "signature" if given.get("how") == "signature" else ""
        return given

    def clean_clock(self, given):
        if given.get("is_there") == YES:
            for name, text in (("number", _("Enter the number.")), ("unit", _("Choose the unit."))):
                if given.get(name) in (None, "") and name not in self.errors:
                    self.add_error(name, text)
        elif not self.errors:
            given["number"], given["unit"] = None, ""

    def values(self):
        return super().values() | TYPED_VALUES[self.topic.kind](self.cleaned_data) | self.words()

    def words(self):
        names = ("partner", *WORDS)
        return {name: self.cleaned_data[name] for name in names if name in self.fields}


def figures_of(given):
    if "figures" in given:
        return given["figures"]
    named = {key: given.get(f"figure_{key}") for key in BREAKDOWN}
    return {key: value for key, value in named.items() if value is not None}


TYPED_VALUES = {
    Kind.TEXT: lambda given: {},
    Kind.NUMBER: lambda given: {name: given[name] for name in ("number", "unit", "year")},
    Kind.CLOCK: lambda given: {
        "number": given["number"],
        "unit": given["unit"],
        "yes": False if given["is_there"] == NO else None,
    },
    Kind.YES_NO: lambda given: {"yes": TRUTH[given["yes"]]},
    Kind.CODES: lambda given: {"codes": list(given["codes"])},
    Kind.TREATY: lambda given: {
        "subject": given["treaty"],
        "yes": TRUTH[given["party"]],
        "on": given["on"],
        "codes": [given["how"]] if given["how"] else [],
    },
    Kind.TIER: lambda given: {"subject": given["tier"], "year": given["year"]},
    Kind.FIGURES: lambda given: {"year": given["year"], "figures": figures_of(given)},
}
