"""Forms of those who keep tools: what is confirmed, which class a question has, the form that is brought."""

from crispy_forms.layout import HTML, Layout
from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from instruments.classes import to_class
from instruments.definition import DataClass, Moment
from instruments.forms import in_its_language
from instruments.reading import in_language
from shell.forms import DeskForm

CLASS_NAMES = {
    DataClass.IDENTITY: pgettext_lazy("class of data", "Identity"),
    DataClass.WHEREABOUTS: pgettext_lazy("class of data", "Whereabouts and contact"),
    DataClass.ACCOUNT: pgettext_lazy("class of data", "What happened"),
    DataClass.RISK: pgettext_lazy("class of data", "Risk"),
    DataClass.HEALTH: pgettext_lazy("class of data", "Health"),
    DataClass.LEGAL: pgettext_lazy("class of data", "Legal"),
    DataClass.SERVICES: pgettext_lazy("class of data", "Services"),
    DataClass.TRAVEL: pgettext_lazy("class of data", "Travel"),
    DataClass.CONSENT: pgettext_lazy("class of data", "Consent"),
}
MOMENTS = {
    Moment.MEET: _("Meet"),
    Moment.PLAN: _("Plan"),
    Moment.RETURN: _("Return and after"),
}


def named(choices, names):
    return [(each.value, names[each]) for each in choices]


class PointsForm(DeskForm):
    """One box a point; nothing is ticked beforehand."""

    def __init__(self, *args, points, **kwargs):
        self.points = points
        super().__init__(*args, **kwargs)
        for number, point in enumerate(points):
            self.fields[f"point_{number}"] = forms.BooleanField(label=point.text, required=False)

    def build_layout(self):
        parts, before = [], ""
        for number, point in enumerate(self.points):
            if point.section != before:
                parts.append(HTML(format_html("<h3>{}</h3>", point.section)))
                before = point.section
            parts.append(f"point_{number}")
        return Layout(*parts)

    def clean(self):
        cleaned = super().clean()
        if not self.chosen:
            self.add_error(None, _("Tick the points that you checked."))
        return cleaned

    @property
    def chosen(self):
        return [
            point.code
            for number, point in enumerate(self.points)
            if self.cleaned_data.get(f"point_{number}")
        ]


class BringForm(DeskForm):
    file = forms.FileField(
        label=_("The form (.xlsx), at most 5 MB"),
        help_text=_("An XLSForm, as KoboToolbox and ODK use it: the sheets survey, choices and settings."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
    )


class ClassesForm(DeskForm):
    """What the tool is for, and the class of data of every question."""

    title = forms.CharField(label=_("Title"), max_length=120)
    purpose = forms.CharField(label=_("What it is for, in one sentence"))
    who = forms.CharField(label=_("Who uses it"))
    minutes = forms.IntegerField(label=_("Minutes that it takes"), min_value=1, max_value=240)
    moment = forms.ChoiceField(label=_("When"), choices=named(Moment, MOMENTS))
    data_class = forms.ChoiceField(
        label=_("Whose tool it is"),
        choices=[("", "…"), *named(DataClass, CLASS_NAMES)],
        help_text=_("Whoever may add to this part of a case may use the tool."),
    )
    rest = forms.ChoiceField(
        label=_("All questions that have no class yet"),
        choices=[("", "…"), *named(DataClass, CLASS_NAMES)],
        required=False,
        help_text=_("Choose one here if most are alike, and the others below."),
    )

    def __init__(self, *args, version, **kwargs):
        content = version.content
        first = content.get("language", "")
        self.raw = to_class(content)
        began = {name: plain(content[name], first) for name in ("title", "purpose", "who")}
        began |= {name: content[name] for name in ("minutes", "moment")}
        # The main class is chosen like the others: nothing is chosen beforehand.
        began["data_class"] = content.get("settings", {}).get("class_chosen", "")
        super().__init__(*args, version=version.edition, initial=began, **kwargs)
        for number, question in enumerate(self.raw):
            self.fields[f"class_{number}"] = forms.ChoiceField(
                label=in_its_language(plain(question["text"], first) or question["code"]),
                choices=[("", "…"), *named(DataClass, CLASS_NAMES)],
                required=False,
                initial=question.get("data_class", ""),
            )

    @property
    def chosen(self) -> dict[str, str]:
        rest = self.cleaned_data["rest"]
        found = {
            question["code"]: self.cleaned_data.get(f"class_{number}") or rest
            for number, question in enumerate(self.raw)
        }
        return {code: value for code, value in found.items() if value}

    @property
    def top(self) -> dict:
        names = ("title", "purpose", "who", "minutes", "moment", "data_class")
        return {name: self.cleaned_data[name] for name in names}


def plain(text, first: str) -> str:
    return in_language(text, first) if isinstance(text, dict) else text
