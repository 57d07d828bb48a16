"""Closing a case with two people, and opening it again."""

from django.utils.translation import gettext as _

from accounts.access import roles
from accounts.roles import Role
from referral.actions.closing import (
    confirm_closing,
    is_referred,
    proposal_of,
    propose_closing,
    reopen_case,
)
from referral.actions.signatures import may_be_asked
from referral.forms.closing import ClosingForm, ConfirmForm, ReopenForm
from referral.stages import CaseStatus
from referral.views.drafts import keeps_draft
from referral.views.fetch import get_case
from referral.views.moves import back_to, frame, move, posted, show

CLOSES = [Role.CASE_MANAGER, Role.SUPERVISOR]


@roles(*CLOSES)
@keeps_draft
def case_close(request, reference):
    case = get_case(request, reference)
    form = ClosingForm(posted(request), people=may_be_asked(*CLOSES), is_referred=is_referred(case))
    answer = move(
        request,
        form,
        lambda: propose_closing(
            case,
            status=form.cleaned_data["status"],
            colleague=form.cleaned_data["colleague"],
            service=form.cleaned_data["service"],
        ),
        done=back_to(case),
        said=_("Proposed. The case closes when the second person confirms."),
    )
    context = frame(request, case) | {
        "title": _("Close this case"),
        "text": _(
            "Once a second person confirms, this case can be read by few and changed by nobody, until it is opened again."
        ),
        "button": _("Propose to close"),
        "back_url": back_to(case),
    }
    return answer or show(request, "referral/case_close.html", context, form)


@roles(*CLOSES)
@keeps_draft
def case_close_confirm(request, reference):
    case = get_case(request, reference)
    proposal = proposal_of(case)
    form = ConfirmForm(posted(request))
    answer = move(
        request,
        form,
        lambda: confirm_closing(case),
        done="/",
        said=_("The case is closed."),
    )
    context = frame(request, case) | {
        "title": _("Confirm the closing"),
        "text": closing_sentence(proposal),
        "button": _("Close the case"),
        "back_url": back_to(case),
    }
    return answer or show(request, "referral/case_close.html", context, form)


def closing_sentence(proposal):
    if proposal is None:
        return _("Nobody has proposed to close this case.")
    said = _(
        "%(person)s proposes: “%(reason)s”. You are the second person; the journey ends for your organisation."
    ) % {"person": proposal.by.name, "reason": CaseStatus(proposal.kind).label}
    if not proposal.text:
        return said
    return f"{said} " + _("The person goes to: %(service)s.") % {"service": proposal.text}


@roles(*CLOSES)
@keeps_draft
def case_reopen(request, reference):
    case = get_case(request, reference)
    form = ReopenForm(posted(request))
    answer = move(
        request,
        form,
        lambda: reopen_case(case, reason=form.cleaned_data["reason"]),
        done=back_to(case),
        said=_("The case is open again."),
    )
    context = frame(request, case) | {
        "title": _("Open the case again"),
        "button": _("Open again"),
        "back": back_to(case),
    }
    return answer or show(request, "referral/case_reopen.html", context, form)
