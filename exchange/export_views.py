"""Files on their way out: ordered, answered by a second person, watched, opened, destroyed."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from accounts.access import roles, step_up
from accounts.fresh import is_fresh
from accounts.roles import Role
from audit.models import record
from exchange.actions.order import (
    OPEN,
    Closed,
    answer_export,
    drop_export,
    kinds_for,
    open_export,
    order_export,
)
from exchange.export_forms import OrderForm
from exchange.export_models import (
    FORMATS,
    NEEDS_SECOND,
    OF_A_CASE,
    SECOND,
    STATISTICAL,
    Export,
    ExportState,
    Format,
    Kind,
)
from exchange.outgoing.one_page import as_text, in_language, one_page, orders, titles
from referral.access import DataClass
from referral.forms.emergency import OpenForm
from referral.models.sharing_agreement import lacks_agreement
from referral.views.case_page import need_class, open_case
from referral.views.drafts import keeps_draft
from referral.views.emergency import is_this_person
from referral.views.evidence_file import SANDBOX
from referral.views.fetch import deny
from referral.views.moves import move, posted, show, tap
from shell.pdf import can_make_pdf
from shell.spreadsheets import XLSX

CONCERNED = [Role.CASE_MANAGER, Role.SUPERVISOR, Role.LAWYER]
SHOWN = 50
LOOK_AGAIN = 5  # seconds
TYPES = {
    Format.PDF: "application/pdf",
    Format.XLSX: XLSX,
    Format.CSV: "text/csv; charset=utf-8",
}
TONES = {
    ExportState.WAITING: "due",
    ExportState.QUEUED: "wait",
    ExportState.READY: "ok",
    ExportState.EMPTY: "late",
    ExportState.REFUSED: "late",
    ExportState.STOPPED: "late",
}
LEADS = {
    Kind.PERSON: gettext_lazy(
        "What is written about the person, for the person: a right. What would endanger somebody else is left out."
    ),
    Kind.COURT: gettext_lazy(
        "What the legal record says, and nothing else. It names nobody. A colleague agrees before it is made."
    ),
    Kind.HANDOVER: gettext_lazy(
        "For a colleague: all that you may read. For another organisation: what the person agreed to."
    ),
    Kind.COSTS: gettext_lazy("Every line of the budget, by who pays, with sums. It names nobody."),
    Kind.CASES: gettext_lazy("The cases that are open to you, in codes. It names nobody."),
    Kind.REFERRALS: gettext_lazy("What was sent and received, with its state. It names nobody."),
    Kind.HTCDS: gettext_lazy(
        "Every case that is open to you, with names, for another installation or your own backup. A colleague agrees before it is made."
    ),
    Kind.STATISTICAL: gettext_lazy(
        "Codes alone, of people who agreed to statistics without a name and came in a year that is over. Whatever fewer than 11 of them have in common is left out, and nobody goes out in two such files. A colleague agrees before it is made."
    ),
    Kind.CTDC: gettext_lazy(
        "In the columns of the Counter-Trafficking Data Collaborative, to contribute to it: people who agreed to statistics without a name and were in no other file for statistics. A colleague agrees before it is made."
    ),
}
# What a case must let this person read, so that there is something in the file.
NEEDS = {Kind.COURT: DataClass.LEGAL, Kind.COSTS: DataClass.SERVICES}


def crumbs():
    return [{"url": reverse("export_list"), "label": _("Exports")}]


def get_export(request, pk) -> Export:
    found = Export.objects.visible_to(request.actor).filter(pk=pk)
    return found.select_related("by", "answered_by", "receiver").first() or deny(str(pk))


def get_mine(request, pk) -> Export:
    export = get_export(request, pk)
    return export if is_mine(request, export) else deny(str(pk))


def is_mine(request, export) -> bool:
    return str(export.membership_id) == request.actor.membership


def row_of(export):
    return {
        "export": export,
        "state": export.get_state_display(),
        "tone": TONES.get(export.state, "plain"),
    }


@roles(*CONCERNED)
def export_list(request):
    actor = request.actor
    mine = Export.objects.filter(membership_id=actor.membership).order_by("-ordered_at")[:SHOWN]
    waiting = Export.objects.to_answer(actor).select_related("by").order_by("ordered_at")[:SHOWN]
    kinds = kinds_for(actor.role, [k for k in Kind if k not in OF_A_CASE])
    context = {
        "mine": [row_of(one) for one in mine],
        "waiting": [row_of(one) for one in waiting],
        "kinds": [{"kind": kind, "lead": LEADS[kind]} for kind in kinds],
        "answers": actor.role in SECOND,
    }
    return render(request, "exchange/export_list.html", context)


@roles(*CONCERNED)
@keeps_draft
@step_up
@sensitive_post_parameters("password")
def export_new(request, kind):
    if kind not in kinds_for(request.actor.role, set(Kind) - OF_A_CASE):
        raise Http404
    return order(request, Kind(kind), {"crumbs": crumbs(), "back": reverse("export_list")})


@roles(*CONCERNED)
def case_papers(request, reference):
    """What can be taken out of this case, and in what way."""
    case, rights, context = open_case(request, reference, "record")
    need_class(request.actor.role in (Role.CASE_MANAGER, Role.LAWYER), reference, "papers")
    context["kinds"] = [
        {
            "kind": kind,
            "lead": LEADS[kind],
            "url": reverse("case_export", args=[case.journey.reference, kind.value]),
        }
        for kind in kinds_for(request.actor.role, [k for k in Kind if k in OF_A_CASE])
        if fits(kind, rights)
    ]
    return render(request, "exchange/case_papers.html", context)


def fits(kind, rights) -> bool:
    needed = NEEDS.get(kind)
    return (needed is None or rights.may_read(needed)) and (
        FORMATS[kind] != [Format.PDF] or can_make_pdf()
    )


@roles(*CONCERNED)
@keeps_draft
@step_up
@sensitive_post_parameters("password")
def case_export(request, reference, kind):
    trail = ("case_papers", _("Take out"))
    case, rights, context = open_case(request, reference, "record", trail)
    need_class(
        kind in kinds_for(request.actor.role, OF_A_CASE) and fits(Kind(kind), rights),
        reference,
        f"export/{kind}",
    )
    case.summary = context["summary"]
    context["back"] = reverse("case_papers", args=[case.journey.reference])
    return order(request, Kind(kind), context, case)


def order(request, kind, context, case=None):
    form = OrderForm(posted(request), kind=kind, case=case, asks_password=not is_fresh(request))
    if form.is_bound and form.is_valid() and is_this_person(request, form):
        made, given = [], form.order()
        given["form"] = given["form"] or FORMATS[kind][0]
        answer = move(
            request,
            form,
            lambda: made.append(order_export(kind=kind, case=case, **given)),
            done="export_list",
        )
        if answer:
            return redirect("export_detail", made[0].pk) if made else answer
    context |= {
        "title": kind.label,
        "lead": LEADS[kind],
        "button": _("Ask a colleague") if kind in NEEDS_SECOND else _("Make the file"),
    }
    return show(request, "exchange/export_new.html", context, form)


@roles(*CONCERNED)
def export_detail(request, pk):
    return detail(request, get_export(request, pk))


def detail(request, export, form=None, problem="", status=None):
    mine = is_mine(request, export)
    asks = not is_fresh(request)
    context = row_of(export) | {
        "crumbs": crumbs(),
        "mine": mine,
        "may_answer": not mine and Export.objects.to_answer(request.actor).filter(pk=export.pk).exists(),
        "may_open": mine and export.is_open,
        "no_agreement": lacks_agreement(export.organisation_id, export.receiver),
        "statistical": export.kind in STATISTICAL,
        "may_drop": mine and export.state in OPEN,
        "problem": problem,
        "reason": export.reason,
    }  # fmt: skip
    if context["may_open"]:
        context["form"] = form or OpenForm(asks_password=asks)
    page = (
        show(request, "exchange/export_detail.html", context, context["form"])
        if "form" in context
        else render(request, "exchange/export_detail.html", context)
    )
    if status:
        page.status_code = status
    if mine and export.state == ExportState.QUEUED:
        # A header, because it works without a script; a poll, because nobody may sit there.
        page["Refresh"] = f"{LOOK_AGAIN}; url={reverse('export_detail', args=[export.pk])}?poll=1"
    return page


@roles(*CONCERNED)
@require_POST
def export_answer(request, pk):
    export = get_export(request, pk)
    return tap(
        request,
        lambda: answer_export(export, yes=request.POST.get("answer") == "yes"),
        done=reverse("export_detail", args=[export.pk]),
    )


@roles(*CONCERNED)
@require_POST
def export_drop(request, pk):
    export = get_mine(request, pk)
    return tap(
        request,
        lambda: drop_export(export),
        done=reverse("export_detail", args=[export.pk]),
        said=_("The file is destroyed."),
    )


@roles(*CONCERNED)
@step_up
@require_POST
@sensitive_post_parameters("password")
def export_open(request, pk):
    """A download, after a fresh sign-in. It is named after what it is and the day, and never kept by a browser."""
    export = get_mine(request, pk)
    form = OpenForm(request.POST, asks_password=not is_fresh(request))
    if not (form.is_valid() and is_this_person(request, form)):
        return detail(request, export, form)
    try:
        content = open_export(export)
    except Closed as problem:
        return detail(request, get_mine(request, pk), problem=str(problem), status=410)
    answer = HttpResponse(content, content_type=TYPES[export.format])
    answer["Content-Disposition"] = f'attachment; filename="{export.file_name}"'
    answer["Content-Security-Policy"] = SANDBOX
    return answer


@roles(*CONCERNED)
@require_safe
def case_text(request, reference):
    """One page, to copy as text, in the order of somebody's form. Without what tells who it is, save it is asked for."""
    trail = ("case_papers", _("Take out"))
    case, rights, context = open_case(request, reference, "record", trail)
    need_class(request.actor.role in (Role.CASE_MANAGER, Role.LAWYER), reference, "papers")
    chosen = request.GET.get("order", "desk")
    if chosen not in orders():
        raise Http404
    may_name = rights.may_read(DataClass.IDENTITY)
    with_name = may_name and request.GET.get("name") == "yes"
    order = orders()[chosen]
    record("case.copied_as_text", target=case.pk, order=chosen, name=with_name)
    context |= {
        "orders": titles(),
        "chosen": chosen,
        "title": in_language(order["title"]),
        "source": order["source"],
        "note": in_language(order["note"]) if "note" in order else "",
        "may_name": may_name,
        "with_name": with_name,
        "text": as_text(one_page(case, rights, order, with_name=with_name)),
    }
    return render(request, "exchange/case_text.html", context)
