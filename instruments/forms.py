"""A form from a definition. Relevance is checked by the server, so that it works without a script."""

from collections.abc import Container
from copy import deepcopy
from datetime import date, datetime, time
from decimal import Decimal

from crispy_forms.layout import Layout
from django import forms
from django.utils import timezone
from django.utils.choices import BaseChoiceIterator
from django.utils.html import format_html
from django.utils.translation import gettext as _

from instruments.definition import Answers, Definition, Kind, Question, Value
from instruments.layout import SectionCard
from instruments.matrix import MatrixCards, has_items, is_matrix
from shell.forms import DeskForm, PartialDate, PartialDateField

MOST_PILLS = 5
APPROXIMATE = "~"


class InstrumentForm(DeskForm):
    """Every question of a definition as a field of the same name. Made by `form_for`."""

    definition: Definition

    def build_layout(self):
        if is_matrix(self.definition):
            before = [SectionCard(s) for s in self.definition.sections if not has_items(s)]
            return Layout(*before, MatrixCards(self.definition))
        first, *others = self.definition.sections
        folds = self.definition.is_long
        return Layout(SectionCard(first), *(SectionCard(each, folds) for each in others))

    def clean(self):
        cleaned = super().clean()
        answers = answers_from(self)
        for code, question in self.definition.questions.items():
            if code in self.errors:
                continue
            if not question.takes_answer:
                continue
            relevant = question.is_relevant(answers)
            if code in answers and not relevant:
                self.add_error(code, contradiction(self.definition, question))
            elif breaks_rule(question, answers):
                self.add_error(code, question.constraint_text or _("This answer is not possible."))
            elif question.required and relevant and code not in answers and code in self.fields:
                self.add_error(code, _("Answer this: %(question)s") % {"question": question.text})
        return cleaned


def breaks_rule(question: Question, answers: Answers) -> bool:
    rule, given = question.constraint, answers.get(question.code, "")
    here = " ".join(given) if isinstance(given, list) else given
    return rule is not None and here != "" and not rule.expression.holds(answers, here)


def contradiction(definition: Definition, question: Question) -> str:
    before = definition.questions.get(question.relevant[-1].question)
    if before is None:
        return _("This is answered, but it does not apply here. Take the answer away.")
    return _(
        "This is answered, but “%(before)s” says that it does not apply. Change one of them."
    ) % {"before": before.text}


def form_for(
    definition: Definition,
    data=None,
    *,
    answers: Answers | None = None,
    version: int | None = None,
    base: type[InstrumentForm] = InstrumentForm,
    fields: Container[str] | None = None,
    **kwargs,
) -> InstrumentForm:
    """
    The form of a tool: empty, filled with stored `answers`, or bound to posted `data`.

    `base` may bring fields of its own (who signs, for example); they come after the questions.
    `fields`: only these questions.
    """
    made = {
        question.code: field_for(question, in_item=bool(row.code))
        for section in definition.sections
        for row in section.rows
        for question in row.questions
        if question.takes_answer and (fields is None or question.code in fields)
    }
    if not definition.is_ours:
        for field in made.values():
            field.label = in_its_language(field.label)
            field.help_text = field.help_text and in_its_language(field.help_text)
    form_class = type("ToolForm", (base,), {"definition": definition})
    form_class.base_fields = Fresh(deepcopy(base.base_fields) | made)
    initial = {code: shown(definition, code, value) for code, value in (answers or {}).items()}
    return form_class(data, initial=initial | kwargs.pop("initial", {}), version=version, **kwargs)


class Fresh(dict):
    """Fields made for one form: to copy each of them again, as Django does, takes a third of the time of a long tool."""

    def __deepcopy__(self, memo):
        return dict(self)


class Options(BaseChoiceIterator):
    """Pairs that are what a choice wants already."""

    def __init__(self, pairs):
        self.pairs = pairs

    def __iter__(self):
        return iter(self.pairs)

    def __len__(self):
        return len(self.pairs)


def given_form(definition: Definition, data) -> InstrumentForm:
    """
    Only the questions that were answered, for a result while somebody answers.

    Most of a long tool is blank most of the time: a form of seven hundred fields takes longer than the result.
    """
    given = {code for code in definition.questions if any(data.getlist(code))}
    given |= {name.rpartition("_")[0] for name in data if name not in definition.questions}
    return form_for(definition, data, fields=given)


def in_its_language(text) -> str:
    """Of a tool that somebody brought: it may lack the reader's language, so a voice must not read it as that."""
    return format_html('<span lang="" dir="auto">{}</span>', text)


def field_for(question: Question, *, in_item: bool) -> forms.Field:
    field = FIELDS[question.kind](question, in_item)
    field.label, field.help_text, field.required = question.text, question.help, False
    field.question = question
    return field


def _choice_field(question: Question, in_item: bool) -> forms.Field:
    options = [(option.code, option.text) for option in question.options]
    pills = question.kind == Kind.YES_NO or (len(options) <= MOST_PILLS and not in_item)
    if pills:
        return forms.ChoiceField(choices=Options(options), widget=forms.RadioSelect)
    return forms.ChoiceField(choices=Options([("", "…"), *options]))


def _choices_field(question: Question, in_item: bool) -> forms.Field:
    options = [(option.code, option.text) for option in question.options]
    return forms.MultipleChoiceField(choices=options, widget=forms.CheckboxSelectMultiple)


def _scale_field(question: Question, in_item: bool) -> forms.Field:
    options = [(str(number), number_text(question, number)) for number in steps(question)]
    few = len(options) <= MOST_PILLS
    widget = forms.RadioSelect if few else forms.Select
    choices = options if few else [("", "…"), *options]
    return forms.TypedChoiceField(choices=choices, widget=widget, coerce=int, empty_value="")


def steps(question: Question) -> range:
    return range(question.low, question.high + 1)


def number_text(question: Question, number: int) -> str:
    words = {question.low: question.low_text, question.high: question.high_text}.get(number, "")
    return f"{number}, {words}" if words else str(number)


def _text_field(question: Question, in_item: bool) -> forms.Field:
    if question.long:
        return forms.CharField(widget=forms.Textarea({"rows": 2, "dir": "auto"}))
    return forms.CharField(widget=forms.TextInput({"dir": "auto"}))


FIELDS = {
    Kind.YES_NO: _choice_field,
    Kind.CHOICE: _choice_field,
    Kind.CHOICES: _choices_field,
    Kind.SCALE: _scale_field,
    Kind.NUMBER: lambda q, _in: forms.IntegerField(min_value=q.low, max_value=q.high),
    Kind.DECIMAL: lambda q, _in: forms.DecimalField(max_digits=18, decimal_places=6),
    Kind.TIME: lambda q, _in: forms.TimeField(widget=forms.TimeInput({"type": "time"}, "%H:%M")),
    Kind.MOMENT: lambda q, _in: forms.DateTimeField(
        widget=forms.DateTimeInput({"type": "datetime-local"}, "%Y-%m-%dT%H:%M")
    ),
    Kind.DATE: lambda q, _in: forms.DateField(widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")),
    Kind.PARTIAL_DATE: lambda q, _in: PartialDateField(),
    Kind.TEXT: _text_field,
}


def answers_from(form: InstrumentForm) -> dict[str, Value]:
    """
    What was answered, by question, in values that can be stored as they are: text, a whole number
    or a list of codes. Dates are ISO texts; an approximate date ends in `~`. Blanks are left out.
    """
    found = {}
    for code in form.definition.questions:
        value = stored(form.cleaned_data.get(code))
        if value not in ("", None, []):
            found[code] = value
    for question in form.definition.calculations:
        if question.is_relevant(found) and (words := question.calculation.expression.words(found)):
            found[question.code] = words
    return found


def stored(value) -> Value | None:
    if isinstance(value, PartialDate):
        return value.value + (APPROXIMATE if value and value.approximate else "")
    if isinstance(value, datetime):
        return timezone.make_naive(value).isoformat(timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat(timespec="minutes")
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return value


def shown(definition: Definition, code: str, value: Value):
    """A stored value as the field takes it."""
    question = definition.questions.get(code)
    if question and question.kind == Kind.PARTIAL_DATE:
        text = str(value)
        return PartialDate(text.removesuffix(APPROXIMATE), text.endswith(APPROXIMATE))
    return value
