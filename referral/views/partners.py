"""Organisations without an account: who they are, where they are reached, and who checked that."""

from uuid import UUID

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import roles
from accounts.models import OrganisationKind
from accounts.roles import Role
from directory.models import BODIES, Contact, ContactKind
from referral.actions.partners import add_partner, confirm_address, keep_address, same_partner
from referral.forms.partner import AddressForm, ConfirmForm, PartnerForm
from referral.models import PartnerAddress
from referral.views.moves import move, posted, show
from shell.formats import country_choices

# Who refers also reaches, so these keep and check addresses. Who answers for the desk towards others adds an organisation, which all
# senders here then see. The administrator of an organisation gives roles and opens no referral: the rows would be closed to that role.
ADDS_PARTNERS = [Role.SUPERVISOR, Role.FOCAL_POINT]
CHECKS_ADDRESSES = [Role.CASE_MANAGER, *ADDS_PARTNERS]
LISTED_AT_ONCE = 60

KIND_OF = {
    ContactKind.SERVICE: OrganisationKind.NGO,
    ContactKind.AUTHORITY: OrganisationKind.AUTHORITY,
    ContactKind.FOCAL_POINT: OrganisationKind.AUTHORITY,
    ContactKind.CHILD_PROTECTION: OrganisationKind.SOCIAL_SERVICE,
    ContactKind.GUARDIANSHIP: OrganisationKind.GUARDIANSHIP,
}


def addresses(request):
    return PartnerAddress.objects.filter(
        kept_by=request.actor.organisation, partner__has_account=False
    ).select_related("partner", "verified_by", "confirmed_by", "contact__source")


def trail(*more):
    return [{"url": reverse("partner_list"), "label": _("Partners without an account")}, *more]


@roles(*CHECKS_ADDRESSES)
def partner_list(request):
    """The addresses that our organisation keeps; what waits for a second person comes first."""
    kept = list(addresses(request).order_by("partner__country", "partner__name"))
    context = {
        "waiting": [one for one in kept if not one.is_confirmed],
        "confirmed": [one for one in kept if one.is_confirmed],
        "may_add": request.actor.role in ADDS_PARTNERS,
    }
    return render(request, "referral/partner_list.html", context)


@roles(*CHECKS_ADDRESSES)
def partner_address(request, id):
    """Where one partner is reached. A second person confirms it here."""
    kept = get_object_or_404(addresses(request), pk=id)
    mine = kept.verified_by == request.user
    waits = bool(kept.email and kept.phone) and not kept.is_confirmed
    form = ConfirmForm(posted(request), kept=kept)
    context = {"kept": kept, "mine": mine, "waits": waits, "crumbs": trail()}

    def act():
        confirm_address(kept, **form.answer())

    done = reverse("partner_address", args=[id])
    moved = move(request, form, act, done=done, said=_("Confirmed. Links can go there now."))
    return moved or show(request, "referral/partner_address.html", context, form)


@roles(*CHECKS_ADDRESSES)
def address_change(request, id):
    kept = get_object_or_404(addresses(request), pk=id)
    done = reverse("partner_address", args=[id])
    first = {"email": kept.email, "phone": kept.phone}
    form = AddressForm(posted(request), initial=first)
    context = {"kept": kept, "crumbs": trail({"url": done, "label": kept.partner.name})}

    def act():
        names = ("email", "phone", "verified_how")
        keep_address(partner=kept.partner, **{name: form.cleaned_data[name] for name in names})

    return move(request, form, act, done=done) or show(
        request, "referral/address_change.html", context, form
    )


@roles(*ADDS_PARTNERS)
def partner_new(request):
    """Taken over from the directory, or typed with who gave it."""
    contact = chosen_contact(request.POST.get("contact") or request.GET.get("contact"))
    asked = contact.country if contact else request.GET.get("country", "").upper()
    country = asked if asked in dict(country_choices()) else ""
    form = PartnerForm(posted(request), initial=first_answers(contact, country), contact=contact)
    added = None

    def act():
        nonlocal added
        added = add_partner(**form.answer(), contact=contact)

    moved = move(request, form, act, done=reverse("partner_list"))
    if added:
        return redirect("partner_address", added.pk)
    context = {
        "contact": contact,
        "country": country,
        "countries": country_choices(),
        "bodies": bodies_of(country) if country and not contact else [],
        "same": already_here(form, contact),
        "crumbs": trail(),
    }
    return moved or show(request, "referral/partner_new.html", context, form)


def listed():
    """Bodies of the directory that are right as far as anybody knows."""
    return (
        Contact.objects.published()
        .filter(kind__in=BODIES, is_wrong=False)
        .exclude(name="")
        .select_related("source")
    )


def bodies_of(country):
    return listed().filter(country=country).order_by("name", "pk")[:LISTED_AT_ONCE]


def chosen_contact(given) -> Contact | None:
    try:
        return listed().filter(pk=UUID(given)).first()
    except (TypeError, ValueError):
        return None


def first_answers(contact, country):
    if contact is None:
        return {"country": country}
    return {
        "name": contact.name[:160],
        "country": contact.country,
        "kind": KIND_OF.get(contact.kind, ""),
        "email": contact.email,
        "phone": contact.phone_international or contact.phone_local,
    }


def already_here(form, contact):
    """The organisation of this name in this country that stands here: shown before anything is typed, and when it is refused."""
    if form.is_bound:
        given = getattr(form, "cleaned_data", {})
        name, country = given.get("name"), given.get("country")
    else:
        name, country = (contact.name, contact.country) if contact else ("", "")
    return same_partner(name, country) if name and country else None
