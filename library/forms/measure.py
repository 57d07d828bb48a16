from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from library.forms.document import line, several, text
from library.forms.practice import languages
from library.procedure import FEWEST, MOST, PEOPLE, WHO, procedure
from shell.forms import DeskForm

LONGEST = 300


def lines(label, *, fewest=0, **more):
    return PointsField(label=label, fewest=fewest, **more)


class PointsField(forms.CharField):
    """Points, one a line."""

    def __init__(self, *, fewest, **more):
        self.fewest = fewest
        widget = forms.Textarea(attrs={"rows": MOST if fewest else 3})
        super().__init__(required=bool(fewest), widget=widget, max_length=2_000, **more)

    def clean(self, value):
        found = [each.strip(" -•\t") for each in super().clean(value).splitlines()]
        found = [each for each in found if each]
        if not self.fewest <= len(found) <= MOST:
            said = _("Write %(fewest)s to %(most)s points, one a line.")
            raise ValidationError(said % {"fewest": self.fewest, "most": MOST})
        if any(len(each) > LONGEST for each in found):
            raise ValidationError(
                _("A point is one plain sentence of at most %(n)s characters.") % {"n": LONGEST}
            )
        return found


class MeasureForm(DeskForm):
    """`initial` names the procedure and, where it replaces or changes one, the measure."""

    language = forms.ChoiceField(label=_("You write in"), choices=languages)
    title = line(_("What is done, in one line?"), 200, required=True)
    people = several(_("For whom"), ())
    who = several(_("Who does it?"), tuple(WHO.items()))
    when = line(
        _("When?"), 200, required=True, help_text=_("Within 24 hours; every time; on day 20.")
    )
    how = lines(
        _("What to do, one point a line"),
        fewest=FEWEST,
        help_text=_("Three to five plain sentences."),
    )
    child = lines(_("What more there is for a child"))
    foreign = lines(_("What more there is for a foreign national"))
    say = line(_("One sentence that could be said"), 400, required=True)
    minutes = forms.IntegerField(label=_("Minutes it takes"), min_value=1, max_value=600)
    after = forms.ChoiceField(label=_("Stands after"), required=False)
    source = line(
        _("Source"), 300, required=True, help_text=_("The law, decree or protocol that says so.")
    )
    reason = text(
        _("Why is it added or changed?"),
        300,
        required=True,
        rows=2,
        help_text=_("The second person reads this."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        found = procedure(self.initial["procedure"])
        self.fields["people"].choices = [(each, PEOPLE[each]) for each in found.people]
        if found.measure(self.initial.get("code", "")):
            del self.fields["after"]
        else:
            places = [(each.code, f"{each.number} {each.title}") for each in found.measures]
            self.fields["after"].choices = [*places[:-1], ("", f"{places[-1][1]}")]
        for name in ("people", "who"):
            self.fields[name].required = True
        for name in ("title", "when", "how", "child", "foreign", "say"):
            self.fields[name].widget.attrs["lang"] = self.initial.get("language", "")
