from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from library import done_by
from library.forms.document import line, several, text
from library.forms.practice import languages
from library.procedure import FEWEST, MOST, PEOPLE, WHO, procedure
from shell.forms import DeskForm, Section

LONGEST = 300
TEXTS = ("title", "when", "how", "child", "foreign", "say")
LISTS = ("how", "child", "foreign")


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
    tool = forms.ChoiceField(
        label=_("Tool that belongs to it"),
        required=False,
        help_text=_("In a case the measure shows as done when this tool was finished."),
    )
    gate = forms.ChoiceField(
        label=_("Gate that it leads to"),
        required=False,
        help_text=_("In a case the measure shows as done when this gate was passed."),
    )
    also_in = forms.ChoiceField(
        label=_("Also written in"),
        required=False,
        choices=lambda: [("", _("Not translated yet")), *languages()],
        help_text=_(
            "English at least, so that those abroad who work on the same journey can read it."
        ),
    )
    also_title = line(_("The title in that language"), 200)
    also_when = line(_("When, in that language"), 200)
    also_how = lines(_("What to do, in that language, point for point"))
    also_child = lines(_("More for a child, in that language"))
    also_foreign = lines(_("More for a foreign national, in that language"))
    also_say = line(_("The sentence that could be said, in that language"), 400)
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
        ours = found.measure(self.initial.get("code", ""))
        self.fields["people"].choices = [(each, PEOPLE[each]) for each in found.people]
        if ours:
            del self.fields["after"]
        else:
            places = [(each.code, f"{each.number} {each.title}") for each in found.measures]
            self.fields["after"].choices = [*places[:-1], ("", f"{places[-1][1]}")]
        self.offer_what_shows_it_done(ours)
        self.show_the_other_language()
        for name in ("people", "who"):
            self.fields[name].required = True
        for name in TEXTS:
            self.fields[name].widget.attrs["lang"] = self.initial.get("language", "")

    def offer_what_shows_it_done(self, ours):
        """What a measure that ships asks for is not changed by a country."""
        offered = {
            "tool": done_by.tools(self.initial.get("country", "")),
            "gate": done_by.gates(),
        }
        for name, found in offered.items():
            if ours and (ours.done or ours.tools or ours.gates):
                del self.fields[name]
            else:
                self.fields[name].choices = [("", _("None")), *found]

    def show_the_other_language(self):
        """One at a time; those before it stay as they are."""
        self.others = dict(self.initial.get("also") or {})
        language = "en" if "en" in self.others else next(iter(self.others), "")
        self.initial.setdefault("also_in", language)
        for name, said in self.others.get(language, {}).items():
            shown = "\n".join(said) if isinstance(said, list) else said
            self.initial.setdefault(f"also_{name}", shown)

    def build_layout(self):
        done = [name for name in ("tool", "gate") if name in self.fields]
        other = ["also_in", *(f"also_{name}" for name in TEXTS)]
        last = ["source", "reason"]
        here = [
            n
            for n in self.fields
            if n not in {*done, *other, *last} and not self.fields[n].widget.is_hidden
        ]
        parts = [(_("The measure"), here), (_("What shows that it was done"), done)]
        parts += [(_("The same in another language"), other), (_("Where it comes from"), last)]
        kept = [(title, names) for title, names in parts if names]
        return Layout(*(Section(n, title, *names) for n, (title, names) in enumerate(kept, 1)))

    def clean(self):
        cleaned = super().clean()
        given = {name: cleaned.pop(f"also_{name}", None) or "" for name in TEXTS}
        language = cleaned.pop("also_in", "")
        if language:
            self.check_translation(language, given, cleaned)
            self.others[language] = {
                name: said or ([] if name in LISTS else "") for name, said in given.items()
            }
        elif any(given.values()):
            self.add_error("also_in", _("Say in which language this is written."))
        cleaned["also"] = {
            code: said for code, said in self.others.items() if code != cleaned.get("language")
        }
        return cleaned

    def check_translation(self, language, given, cleaned):
        """Whole, and point for point: half of a measure would be read as all of it."""
        if language == cleaned.get("language"):
            self.add_error("also_in", _("It is written in this language already. Choose another."))
            return
        for name in TEXTS:
            there = cleaned.get(name) or ""
            if f"also_{name}" in self.errors or name in self.errors:
                continue
            if bool(there) != bool(given[name]):
                self.add_error(
                    f"also_{name}",
                    _("Translate the whole measure, and nothing that it does not say."),
                )
            elif name in LISTS and len(there) != len(given[name]):
                self.add_error(
                    f"also_{name}",
                    _("As many points as in the first language: each point has its own."),
                )
