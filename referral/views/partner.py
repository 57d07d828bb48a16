"""The sender's pages for a receiver without an account: link, paper, and writing down what was said."""

import re
import secrets

from django.conf import settings
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from accounts import mail
from accounts.access import roles
from directory.models import BODIES, Contact
from referral.access import DataClass
from referral.actions.links import (
    issue_link,
    layer_for,
    note_paper,
    record_answer,
    sent_with,
)
from referral.actions.partners import address_of, keep_address
from referral.actions.unsent import drop_unsent
from referral.forms.partner import AddressForm, RecordForm, may_be_said
from referral.models import Layer, PartnerEntry, Referral
from referral.recalls import unanswered
from referral.stages import ReferralStatus
from referral.views.case_page import need_class, open_case
from referral.views.drafts import keeps_draft
from referral.views.inbox import TONES
from referral.views.moves import move, posted, show
from referral.views.preview import preview_of
from referral.views.refer import own_reference
from referral.views.rights import CASE_ROLES
from shell.pdf import can_make_pdf, locked_pdf_response

# Without letters and digits that are mistaken for each other by ear or eye: 100 bits.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
PASSWORD = re.compile(rf"(?:[{LETTERS}]{{4}}-){{4}}[{LETTERS}]{{4}}")


def open_partner(request, id):
    """(referral, case, rights, context): a referral that my organisation sent to one without account."""
    referral = get_object_or_404(
        Referral.objects.select_related("receiver", "sender").prefetch_related("parts", "messages"),
        sender=request.actor.organisation,
        receiver__has_account=False,
        sent_at__isnull=False,
        pk=id,
    )
    case, rights, context = open_case(
        request, own_reference(request, referral), "referrals", ("case_referrals", _("Referrals"))
    )
    need_class(rights.may_add(DataClass.REFERRAL), str(id), "referral")
    return referral, case, rights, context | {"referral": referral}


def with_crumb(context, referral):
    """Under the page of this receiver."""
    place = {
        "url": reverse("referral_partner", args=[referral.pk]),
        "label": referral.receiver.name,
    }
    return context | {"crumbs": [*context["crumbs"], place]}


@roles(*CASE_ROLES)
def referral_partner(request, id):
    """How it reaches them, what they said, and every opening of a link."""
    referral, _case, _rights, context = open_partner(request, id)
    context |= {
        "entries": referral.partner_entries.select_related("recorded_by").order_by("-at", "-pk"),
        "last_link": referral.links.order_by("-made_at").first(),
        "layer": layer_for(referral),
        "address": address_of(referral.receiver),
        "tone": TONES.get(referral.status, ""),
        "may_record": bool(may_be_said(referral.status, recalled(referral))),
        "to_tell": recalled(referral),
        "needs_name": referral.status == ReferralStatus.ACCEPTED and not referral.contact_name,
        "asked": referral.status == ReferralStatus.ASKED,
    }
    return render(request, "referral/referral_partner.html", context)


def recalled(referral) -> list[str]:
    """Classes that were asked back, of which they have not said what became of them."""
    return unanswered(referral.messages.all())


def in_directory(partner) -> Contact | None:
    """The body of this name as two people published it, when somebody has verified it since."""
    return (
        Contact.objects.published()
        .filter(country=partner.country, name=partner.name, kind__in=BODIES, is_wrong=False)
        .exclude(verified_on=None)
        .exclude(email="")
        .order_by("-verified_on", "pk")
        .first()
    )


def first_address(kept, listed):
    if kept:
        return vars(kept)
    if listed:
        return {"email": listed.email, "phone": listed.phone_international or listed.phone_local}
    return {}


@roles(*CASE_ROLES)
@keeps_draft
@sensitive_variables("issued", "address")
def link_new(request, id):
    """The link goes to the address; the code stands on the next page, once."""
    referral, _case, _rights, context = open_partner(request, id)
    if layer_for(referral) is None:
        return redirect("referral_partner", id)
    kept = address_of(referral.receiver)
    listed = None if kept else in_directory(referral.receiver)
    form = AddressForm(posted(request), initial=first_address(kept, listed))
    issued = None

    def act():
        nonlocal issued
        given = form.cleaned_data
        now_kept = keep_address(
            partner=referral.receiver,
            email=given["email"],
            phone=given["phone"],
            verified_how=given["verified_how"],
        )
        if now_kept.is_confirmed:
            issued = issue_link(referral)
        else:
            messages.warning(request, words_of_waiting())

    moved = move(request, form, act, done=reverse("referral_partner", args=[id]))
    if issued is not None:
        drop_unsent(request.path)
        return show_issued(request, form.cleaned_data, issued, with_crumb(context, referral))
    context |= {
        "layer": layer_for(referral),
        "kept": kept,
        "listed": listed,
        "along": sent_with(referral, layer_for(referral)),
        "crumbs": with_crumb(context, referral)["crumbs"],
    }
    return moved or show(request, "referral/link_new.html", context, form)


def words_of_waiting():
    return _(
        "No link was sent. A colleague confirms this address and this number first, under “Partners without an account”. Paper is possible meanwhile."
    )


@sensitive_variables("issued", "address")
def show_issued(request, given, issued, context):
    address = settings.SITE_URL.rstrip("/") + reverse("link_open", args=[issued.token])
    sent = mail.can_send()
    if sent:
        mail.send("link_waits", given["email"], link=address)
    context |= {
        "link": issued.link,
        "code": f"{issued.code[:4]} {issued.code[4:]}",
        "address": "" if sent else address,
        "email": given["email"],
        "phone": given["phone"],
    }
    return render(request, "referral/link_issued.html", context)


@roles(*CASE_ROLES)
@sensitive_post_parameters("password")
@sensitive_variables("password", "context")
def partner_paper(request, id):
    """The same package as an encrypted file, or on paper. Nothing of it is kept here."""
    referral, _case, rights, context = open_partner(request, id)
    layer = layer_for(referral)
    if layer is None:
        return redirect("referral_partner", id)
    context = with_crumb(context, referral) | {"layer": layer, "can_make_pdf": can_make_pdf()}
    if request.method != "POST":
        return render(
            request, "referral/partner_paper.html", context | {"password": new_password()}
        )
    password = request.POST.get("password", "")
    if closed_to_me(referral, rights, layer):
        fresh = {"password": new_password(), "cannot_read": True}
        return render(request, "referral/partner_paper.html", context | fresh, status=409)
    locked = request.POST.get("do") == "file" and can_make_pdf()
    if locked and not PASSWORD.fullmatch(password):
        fresh = {"password": new_password(), "problem": True}
        return render(request, "referral/partner_paper.html", context | fresh, status=422)
    note_paper(referral, PartnerEntry.Kind.FILE if locked else PartnerEntry.Kind.PAPER)
    before, after = preview_of(referral, rights)
    told = before if layer == Layer.SUMMARY else after
    context |= {
        "rows": [row for row in told if not row.get("state")],
        "whole": layer != Layer.SUMMARY,
    }
    if locked:
        return locked_pdf_response(
            "referral/partner_pdf.html", context, name="request", password=password
        )
    return render(request, "referral/partner_print.html", context)


def closed_to_me(referral, rights, layer) -> bool:
    """Whoever cannot read all of it does not hand over a torn half."""
    parts = [p for p in referral.parts.all() if p.layer == layer and not p.recalled_at]
    return not all(rights.may_read(part.data_class) for part in parts)


def new_password() -> str:
    return "-".join("".join(secrets.choice(LETTERS) for _letter in range(4)) for _group in range(5))


@roles(*CASE_ROLES)
@keeps_draft
def partner_record(request, id):
    referral, _case, _rights, context = open_partner(request, id)
    to_tell = recalled(referral)
    done = reverse("referral_partner", args=[id])
    if request.method != "POST" and not may_be_said(referral.status, to_tell):
        return redirect(done)
    form = RecordForm(posted(request), status=referral.status, recalled=to_tell)

    def act():
        record_answer(referral=referral, **form.answer())

    moved = move(request, form, act, done=done, said=_("Written down."))
    return moved or show(
        request, "referral/partner_record.html", with_crumb(context, referral), form
    )
