from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Membership
from accounts.roles import Role
from referral.forms.assign import may_have_cases
from referral.forms.part import day
from shell.forms import DeskForm

LONGEST_DAYS = 366


def who_works_here(actor):
    """People of the own organisation whose role works on cases, by name."""
    found = Membership.objects.active().filter(organisation=actor.organisation)
    found = found.select_related("user").order_by("user__name", "pk")
    people = {}
    for one in found:
        if may_have_cases(one.role):
            people.setdefault(str(one.user_id), f"{one.user.name}, {one.get_role_display()}")
    return list(people.items())


class CoverForm(DeskForm):
    person = forms.ChoiceField(label=gettext_lazy("Who is away"))
    deputy = forms.ChoiceField(
        label=gettext_lazy("Who stands in"),
        help_text=gettext_lazy(
            "Sees the tasks. Cases stay closed to who cannot open them already."
        ),
    )
    from_on = day(label=gettext_lazy("First day"))
    to_on = day(label=gettext_lazy("Last day"))

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, **kwargs)
        people = who_works_here(actor)
        if actor.role == Role.SUPERVISOR:
            self.fields["person"].choices = [("", "…"), *people]
        else:
            del self.fields["person"]
            people = [(user, label) for user, label in people if user != actor.user]
        self.fields["deputy"].choices = [("", "…"), *people]

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("from_on"), cleaned.get("to_on")
        if not (first and last):
            return cleaned
        if last < first:
            self.add_error("to_on", _("The last day comes before the first."))
        elif last < timezone.localdate():
            self.add_error("to_on", _("These days are over."))
        elif (last - first).days > LONGEST_DAYS:
            self.add_error("to_on", _("A year at most. Later, enter it again."))
        return cleaned
