"""What every draft is asked: where it was read, as of when, how sure, and why it changes."""

from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from directory.addresses import plain_link
from directory.forms.fields import SourceDateField
from directory.models import Confidence, Contact, Fact, Source
from shell.forms import DeskForm, Section

WHERE = (
    *("source", "source_title", "source_publisher", "source_address", "source_dated"),
    *("as_of", "confidence"),
)
LONGEST_LABEL = 110
SURE = [
    (Confidence.HIGH, _("Sure: the body itself or the law says so")),
    (Confidence.MEDIUM, _("Fairly sure: a good report says so")),
    (Confidence.LOW, _("Not sure: one source, old or unclear")),
]


def sources_of(country: str) -> list[Source]:
    """Sources that published rows of this country rest on."""
    used = [model.objects.published().of(country).values("source_id") for model in (Fact, Contact)]
    return list(Source.objects.filter(id__in=used[0].union(used[1])).order_by("title", "dated"))


def in_one_line(source: Source) -> str:
    line = ", ".join(
        part for part in dict.fromkeys((source.title, source.publisher, source.dated)) if part
    )
    return line if len(line) <= LONGEST_LABEL else f"{line[: LONGEST_LABEL - 1]}…"


class EntryForm(DeskForm):
    """
    `asked` names the fields of the value, which subclasses add. `before` is the row that the draft
    changes or the draft itself; `changes` asks for the reason.
    """

    asked: tuple[str, ...] = ()

    source = forms.ChoiceField(
        label=_("Source used here already"),
        required=False,
        widget=forms.Select(attrs={"lang": ""}),  # titles, each in its own language
    )
    source_title = forms.CharField(label=_("Another source: its title"), required=False)
    source_publisher = forms.CharField(label=_("Who publishes it"), max_length=200, required=False)
    source_address = forms.URLField(
        label=_("Its address"), max_length=500, required=False, assume_scheme="https"
    )
    source_dated = forms.CharField(
        label=_("Its date, as it is printed there"), max_length=60, required=False
    )
    as_of = SourceDateField(
        label=_("When was it so?"),
        help_text=_("The day, month or year the source speaks of. The year alone is enough."),
        future=False,
        required=False,
    )
    confidence = forms.ChoiceField(
        label=_("How sure is it?"), choices=SURE, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("Why does it change?"),
        help_text=_("The second person reads this, and it stays in the change log. No names."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args, country, before=None, changes=False, extra=None, **kwargs):
        self.country, self.before = country, before
        self.base_fields = {**(extra or {}), **type(self).base_fields}
        kwargs["initial"] = self.initial_of(before) | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        known = [(str(source.pk), in_one_line(source)) for source in self.sources()]
        self.fields["source"].choices = [("", _("Another one, typed below")), *known]
        if not changes:
            self.fields["reason"].required = False
            self.fields["reason"].label = _("Something the second person should know")

    def sources(self):
        found = sources_of(self.country)
        if self.before is not None and self.before.source not in found:
            found.append(self.before.source)
        return found

    def initial_of(self, before):
        if before is None:
            return {"confidence": Confidence.MEDIUM}
        own = {name: getattr(before, name) for name in ("as_of", "confidence")}
        return own | {"source": str(before.source_id)}

    def build_layout(self):
        return Layout(
            Section(1, _("What it says"), *self.asked),
            Section(2, _("Where you read it"), *WHERE),
            Section(3, _("For the second person"), "reason"),
            *[name for name in self.fields if self.fields[name].widget.is_hidden],
        )

    def clean_source_address(self):
        return plain_link(self.cleaned_data["source_address"])

    def clean(self):
        given = super().clean()
        if not given.get("source") and not given.get("source_title"):
            self.add_error("source_title", _("Choose a source, or enter the title of another one."))
        return given

    def source_given(self) -> Source:
        """The one chosen, or the one typed: made here if nobody named it before."""
        given = self.cleaned_data
        if not given["source_title"]:
            return Source.objects.get(pk=given["source"])
        typed = {
            "title": given["source_title"],
            "publisher": given["source_publisher"],
            "address": given["source_address"],
            "dated": given["source_dated"],
        }
        return Source.objects.get_or_create(**typed)[0]

    def values(self) -> dict:
        """What is kept of the answers, by the name of the column."""
        given = self.cleaned_data
        return {
            "source": self.source_given(),
            "as_of": given["as_of"],
            "confidence": given["confidence"],
            "reason": given["reason"],
        }


class RemovalForm(DeskForm):
    reason = forms.CharField(
        label=_("Why should it go?"),
        help_text=_("The second person reads this, and it stays in the change log. No names."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
