from zlib import crc32

from django.contrib import messages
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.access import roles
from directory.codes import ServiceKind
from referral.access import DataClass
from referral.actions.once import AlreadyDone, once
from referral.actions.plan import write_needs
from referral.forms.needs import NeedsForm, wish_of
from referral.models import Need
from referral.views import conflict
from referral.views.case_page import back_to, need_class, open_case
from referral.views.drafts import keeps_draft
from referral.views.rights import CASE_ROLES
from shell.forms import render_form


@roles(*CASE_ROLES)
@keeps_draft
def case_needs(request, reference):
    trail = ("case_plan", _("Plan"))
    case, rights, context = open_case(request, reference, "plan", trail)
    need_class(rights.may_read(DataClass.SERVICES), reference, DataClass.SERVICES)
    conflict.one_at_a_time(request, case, "needs")
    needs = list(Need.objects.filter(case=case).order_by("service"))
    context |= {"title": _("Needs")}
    if not rights.may_write(DataClass.SERVICES):
        need_class(request.method == "GET", reference, DataClass.SERVICES)
        return render(request, "referral/case_needs.html", context | {"needs": needs})
    initial = NeedsForm.initial_of(needs)
    data = None
    if request.method == "POST":
        data = conflict.chosen(request.POST, NeedsForm.base_fields, initial)
    form = NeedsForm(data, initial=initial, version=fingerprint(needs))
    if form.is_bound and form.is_valid():
        clash = conflict.differences(form, initial) if form.is_stale() else []
        if clash:
            return conflict.conflict_page(
                request, form, clash, context, conflict.Saved("needs.changed", case.pk)
            )
        return needs_saved(request, case, form)
    context["rows"] = [(form[one.value], form[wish_of(one.value)]) for one in ServiceKind]
    return render_form(request, "referral/case_needs.html", context, form)


def fingerprint(needs) -> int:
    """Stands in for a version of many rows: changes when any of them does. Opens nothing."""
    state = [(need.service, need.level, need.__dict__["wish"]) for need in needs]
    return crc32(repr(state).encode())


def needs_saved(request, case, form):
    try:
        once(form.cleaned_data["idempotency_key"])
        write_needs(case=case, answers=form.answers())
        messages.success(request, _("Needs saved. What is needed now has a task for tomorrow."))
    except AlreadyDone:
        pass
    return back_to("case_plan", case)
