from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.services import spoken_language_choices
from shell.formats import country_choices
from shell.forms import DeskForm
from training import content
from training.models import Helped, Place, Sector, Sex
from training.people_list import read_people

DATE = {"type": "date", "class": "w-s"}


def course_choices():
    return [(each.code, each.text_for(get_language()).title) for each in content.courses()]


class SessionForm(DeskForm):
    course = forms.ChoiceField(label=_("Course"), choices=course_choices)
    language = forms.ChoiceField(label=_("Language"), choices=spoken_language_choices)
    begins_on = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs=DATE))
    ends_on = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs=DATE))
    place = forms.ChoiceField(label=_("How"), choices=Place.choices, widget=forms.RadioSelect)
    where = forms.CharField(
        label=_("Place"),
        max_length=160,
        required=False,
        help_text=_("A town, or where online. Never the address of a shelter."),
    )
    country = forms.ChoiceField(label=_("Country"), choices=country_choices)
    trainers = forms.CharField(label=_("Trainers"), max_length=300)
    co_organisers = forms.CharField(label=_("Held together with"), max_length=300, required=False)
    agenda = forms.CharField(
        label=_("Agenda"), widget=forms.Textarea(attrs={"rows": 5}), required=False
    )
    accredited_by = forms.CharField(
        label=_("Accredited by"),
        max_length=160,
        required=False,
        help_text=_(
            "Only a body that has agreed to this session. It is printed on the certificate."
        ),
    )
    endorsed_by = forms.CharField(label=_("Endorsed by"), max_length=160, required=False)

    def clean(self):
        given = super().clean()
        first, last = given.get("begins_on"), given.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The last day is before the first."))
        return given


class PeopleForm(DeskForm):
    people = forms.CharField(
        label=_("People, one a line"),
        max_length=40_000,
        widget=forms.Textarea(attrs={"rows": 12, "dir": "auto"}),
        help_text=_(
            "Paste from a sheet, or write with semicolons: name; organisation; function; sector; country; e-mail; sex;"
            " may be written to (yes). Only the name is needed."
        ),
    )

    def clean_people(self):
        found = read_people(self.cleaned_data["people"])
        if found.problems:
            raise forms.ValidationError(found.problems[:20])
        return found.people


class ParticipantForm(DeskForm):
    name = forms.CharField(label=_("Name"), max_length=120)
    works_at = forms.CharField(label=_("Organisation"), max_length=160, required=False)
    function = forms.CharField(label=_("Function"), max_length=120, required=False)
    sector = forms.ChoiceField(label=_("Sector"), choices=Sector.choices)
    country = forms.ChoiceField(
        label=_("Country"), choices=lambda: [("", "—"), *country_choices()], required=False
    )
    sex = forms.ChoiceField(label=_("Sex"), choices=Sex.choices)
    email = forms.EmailField(label=_("E-mail"), required=False)
    may_write = forms.BooleanField(label=_("Agreed to be written to"), required=False)
    modules = forms.MultipleChoiceField(
        label=_("Was there for"), required=False, widget=forms.CheckboxSelectMultiple
    )
    right_before = forms.IntegerField(
        label=_("Test before, percent"), min_value=0, max_value=100, required=False
    )
    right_after = forms.IntegerField(
        label=_("Test after, percent"), min_value=0, max_value=100, required=False
    )
    satisfied = forms.IntegerField(
        label=_("Satisfied, 1 to 5"), min_value=1, max_value=5, required=False
    )

    def __init__(self, *args, modules, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["modules"].choices = modules


class CloseForm(DeskForm):
    group_outcome = forms.CharField(
        label=_("What the groups found"),
        widget=forms.Textarea(attrs={"rows": 5}),
        required=False,
        help_text=_("Of the invented cases only. Nothing about real people."),
    )


class AttendForm(DeskForm):
    code = forms.CharField(
        label=_("Code of the session"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "w-s"}),
    )
    name = forms.CharField(
        label=_("Your name, as it shall stand on the certificate"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name", "class": "w-m"}),
    )

    def clean_name(self):
        name = self.cleaned_data["name"]
        if not any(letter.isalpha() for letter in name):
            raise forms.ValidationError(_("Write your name."))
        return name


class FollowUpForm(DeskForm):
    has_referred = forms.TypedChoiceField(
        label=_("Did you refer somebody since, or tell a colleague to?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        help_text=_("Nothing about the person. “No” is an answer like any other."),
    )
    helped = forms.ChoiceField(
        label=_("What helped you most?"), choices=Helped.choices, widget=forms.RadioSelect
    )
