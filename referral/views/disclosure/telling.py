"""The person is told what was passed on, or why not."""

from uuid import UUID

from django.utils.translation import gettext as _

from accounts.access import roles
from accounts.models import Membership
from referral.actions.disclosures import tell_disclosure
from referral.forms.disclosure import ToldForm
from referral.models.disclosure import State
from referral.views.disclosure.rights import works_on
from referral.views.disclosure.rows import get_disclosure, page
from referral.views.fetch import deny
from referral.views.moves import move, posted, show
from referral.views.rights import CASE_ROLES


@roles(*CASE_ROLES)
def disclosure_told(request, id):
    """When and by whom the person was told; or why not. There is no day by which."""
    disclosure = get_disclosure(request, id)
    if not works_on(request, disclosure) or disclosure.state != State.GIVEN:
        deny(str(id))
    form = ToldForm(posted(request), colleagues=colleagues(request))
    answer = move(
        request,
        form,
        lambda: tell_disclosure(
            disclosure,
            told=form.cleaned_data["told"],
            on=form.cleaned_data["on"],
            by=UUID(form.cleaned_data["by"]),
            text=form.cleaned_data["text"],
        ),
        done=page(id),
        said=_("Written down."),
    )
    context = {
        "title": _("Tell the person what was passed on"),
        "lead": _(
            "Only when it is safe, alone and in the person’s own language: what went to whom, why, and how to complain. It has no day."
        ),
        "button": _("Save"),
        "back": page(id),
        "crumbs": [{"url": page(id), "label": disclosure.number}],
    }
    return answer or show(request, "referral/case_form.html", context, form)


def colleagues(request):
    """Oneself first, then who else works here."""
    here = Membership.objects.active().filter(organisation=request.actor.organisation)
    found = {
        m.user_id: m.user.short_name for m in here.select_related("user").order_by("user__name")
    }
    mine = request.user.pk
    return [(mine, found.pop(mine)), *found.items()]
