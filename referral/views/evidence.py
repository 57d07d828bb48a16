"""What something rests on: the list of a case, one record, and its end. A record needs no file (rules of practice 29)."""

from uuid import UUID, uuid4

from django.conf import settings
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import roles
from referral.access import DataClass
from referral.actions.evidence import add_evidence, withdraw_evidence
from referral.actions.files import may_add_file
from referral.evidence_kinds import EvidenceKind
from referral.files import scanner
from referral.forms.evidence import CONSENT, GATE, EvidenceForm, WithdrawEvidenceForm, served
from referral.models import Consent, Evidence, EvidenceFile, FileState
from referral.views.case_page import need_class, open_case, record_trail
from referral.views.drafts import keeps_draft
from referral.views.moves import WORKS_ON_GATES, move, posted, show


def open_evidence(request, reference, *trail):
    case, rights, context = open_case(request, reference, "record", record_trail(), *trail)
    need_class(rights.may_read(DataClass.EVIDENCE), reference, "evidence")
    return case, rights, context


def trail():
    return ("case_evidence", _("Evidence"))


def get_evidence(request, case, id):
    found = Evidence.objects.visible_to(request.actor).documents().filter(case=case, pk=id)
    row = found.select_related("by", "withdrawn_by", "consent").first()
    need_class(row, case.journey.reference, f"evidence/{id}")
    row.case = case
    return row


@roles(*WORKS_ON_GATES)
def case_evidence(request, reference):
    """Codes and days only: nothing is opened by looking at the list."""
    case, rights, context = open_evidence(request, reference)
    found = Evidence.objects.visible_to(request.actor).documents().filter(case=case)
    rows = list(found.select_related("by", "consent").order_by("-written_at", "-pk"))
    files = files_of(request, case, rights)
    context |= {
        "rows": [row_of(one, files.get(one.pk, [])) for one in rows if not one.withdrawn_at],
        "withdrawn": [row_of(one, []) for one in rows if one.withdrawn_at],
        "refused": refused_files(rows, files, rights),
        "may_add": rights.may_add(DataClass.EVIDENCE) and not case.is_closed,
    }
    return render(request, "referral/case_evidence.html", context)


def files_of(request, case, rights) -> dict:
    """By record: the files that this role may know of."""
    found = EvidenceFile.objects.visible_to(request.actor).filter(
        case=case, data_class__in=rights.reads, removed_at=None
    )
    by_record = {}
    for one in found.select_related("by").order_by("added_at", "pk"):
        by_record.setdefault(one.evidence_id, []).append(one)
    return by_record


def refused_files(rows, files, rights):
    """What the scanner found harmful after it was added: destroyed, and somebody has to do something."""
    return [
        file_row(one, rights, live=True) | {"evidence": row}
        for row in rows
        if not row.withdrawn_at
        for one in files.get(row.pk, [])
        if one.state == FileState.REFUSED
    ]


def row_of(evidence, files):
    return {"evidence": evidence, "serves": words_for(evidence), "files": len(files)}


def words_for(evidence) -> str:
    """The gate or the conversation that rests on it."""
    if evidence.consent_id:
        return _("Consent")
    return f"{evidence.gate} {evidence.get_gate_display()}" if evidence.gate else ""


@roles(*WORKS_ON_GATES)
@keeps_draft
def evidence_new(request, reference):
    case, rights, context = open_evidence(request, reference, trail())
    need_class(rights.may_add(DataClass.EVIDENCE) and not case.is_closed, reference, "evidence")
    before = replaced(request, case)
    form = EvidenceForm(
        posted(request), consents=consents_of(case, rights), initial=asked_for(request, before)
    )
    made = []
    done = move(
        request,
        form,
        lambda: made.append(add_evidence(case, replaces=before, **form.facts())),
        done=reverse("case_evidence", args=[reference]),
    )
    if done and made:
        done["Location"] = reverse("evidence_detail", args=[reference, made[0].pk])
    context |= {
        "title": _("Replace a record of evidence") if before else _("New evidence"),
        "lead": _("The record stands on its own. A file can be added afterwards, if there is one."),
        "button": _("Save the record"),
        "back": reverse("case_evidence", args=[reference]),
    }
    return done or show(request, "referral/case_form.html", context, form)


def replaced(request, case):
    """The record of this case that the new one takes the place of."""
    try:
        asked = UUID(request.GET.get("replaces", ""))
    except ValueError:
        return None
    row = get_evidence(request, case, asked)
    return row if row.withdrawn_at is None else None


def consents_of(case, rights):
    if not rights.may_read(DataClass.CONSENT):
        return []
    return Consent.objects.filter(case=case).order_by("-given_at")[:20]


def asked_for(request, before):
    if before:
        return EvidenceForm.initial_of(before)
    for name in (GATE, CONSENT):
        if name in request.GET:
            return {"serves": f"{name}:{request.GET[name]}", "kind": request.GET.get("kind", "")}
    return {"kind": request.GET.get("kind", "")}


@roles(*WORKS_ON_GATES)
def evidence_detail(request, reference, id):
    case, rights, context = open_evidence(request, reference, trail())
    row = get_evidence(request, case, id)
    files = files_of(request, case, rights).get(row.pk, [])
    live = row.withdrawn_at is None
    context |= {
        "evidence": row,
        "title": EvidenceKind(row.kind).label,
        "serves": words_for(row),
        "serves_code": served(row),
        "files": [file_row(one, rights, live) for one in files],
        "part": row.file_class.label,
        "may_add_file": may_add_file(row) and rights.may_add(row.file_class),
        "files_are_taken": settings.FILES_ARE_TAKEN,
        "scanned": scanner.is_set(),
        "may_change": live and rights.may_write(DataClass.EVIDENCE) and not case.is_closed,
        "replaced_by": row.replaced_by.first(),
        "key": uuid4(),
    }
    return render(request, "referral/evidence_detail.html", context)


def file_row(file, rights, live):
    return {"file": file, "may_remove": live and rights.may_write(file.data_class)}


@roles(*WORKS_ON_GATES)
def evidence_withdraw(request, reference, id):
    case, rights, context = open_evidence(request, reference, trail())
    need_class(rights.may_write(DataClass.EVIDENCE) and not case.is_closed, reference, "evidence")
    row = get_evidence(request, case, id)
    page = reverse("evidence_detail", args=[reference, row.pk])
    form = WithdrawEvidenceForm(posted(request))
    done = move(
        request,
        form,
        lambda: withdraw_evidence(row, why=form.cleaned_data["why"]),
        done=page,
        said=_("Withdrawn. The record stays in the history; its files are destroyed."),
    )
    context |= {
        "title": _("Withdraw this record"),
        "lead": _(
            "It no longer counts, and its files are destroyed. A signature that rests on it stays until somebody signs anew."
        ),
        "button": _("Withdraw"),
        "back": page,
    }
    return done or show(request, "referral/case_form.html", context, form)
