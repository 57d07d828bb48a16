"""Minimal protection records: read and followed up by the author and the supervisor (rules of practice 19)."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import roles
from directory.codes import AgeBand, Indicator
from directory.contacts import Age
from directory.numbers import verified_numbers
from referral.actions.contacts import answer_protection
from referral.forms.minimum import ProtectionAnswerForm
from referral.models import ProtectionRecord
from referral.views.contact import DECIDES_DRAFTS
from referral.views.moves import move, posted, show


@roles(*DECIDES_DRAFTS)
def minimum_list(request):
    found = ProtectionRecord.objects.visible_to(request.actor)
    rows = [
        {"one": one, "age": dict(AgeBand.choices).get(one.age_band, "")}
        for one in found.order_by("answered_at", "-written_at")[:200]
    ]
    rows.sort(key=lambda row: row["one"].answered_at is not None)
    return render(request, "referral/minimum_list.html", {"rows": rows})


@roles(*DECIDES_DRAFTS)
def minimum_detail(request, id):
    found = ProtectionRecord.objects.visible_to(request.actor)
    one = get_object_or_404(found.select_related("by", "answered_by", "alerted"), pk=id)
    here = reverse("minimum_detail", args=[id])
    form = ProtectionAnswerForm(posted(request))
    done = move(
        request,
        form,
        lambda: answer_protection(one, answer=form.cleaned_data["answer"]),
        done=here,
        said=_("Kept. It no longer waits on your home page."),
    )
    if done:
        return done
    context = {
        "one": one,
        "age": dict(AgeBand.choices).get(one.age_band, ""),
        "noticed": [dict(Indicator.choices).get(code, code) for code in one.noticed.split(",")],
        "verified": verified_numbers(request.membership.organisation.country, Age.CHILD),
        "crumbs": [{"url": reverse("minimum_list"), "label": _("Protection records")}],
    }
    return show(request, "referral/minimum_detail.html", context, form)
