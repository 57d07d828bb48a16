from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import roles
from directory.access import DRAFTS
from directory.comparing import title_of
from directory.forms.contact import ContactForm
from directory.models import Contact, ContactKind
from directory.views.edit import asked_partner, edit_page, keep
from directory.views.fetch import get_country, get_standing


@roles(*DRAFTS)
def directory_contact_new(request, iso2):
    iso2 = get_country(iso2).iso2
    asked = request.GET.get("kind", "")
    kind = asked if asked in ContactKind else ""
    initial = {"kind": kind, "partner": asked_partner(request)}
    form = ContactForm(request.POST or None, country=iso2, initial=initial)
    if form.is_valid():
        return keep(request, Contact, form, country=iso2)
    return edit_page(request, form, iso2=iso2, title=_("New contact of a country"))


@roles(*DRAFTS)
def directory_contact_change(request, id):
    base = get_standing(Contact, id)
    if base.pk != id and request.method != "POST":
        return redirect("directory_contact_change", base.pk)
    form = ContactForm(request.POST or None, country=base.country, before=base, changes=True)
    if form.is_valid():
        return keep(request, Contact, form, base=base, asked=id)
    more = {
        "about": title_of(base),
        "remove_url": reverse("directory_contact_remove", args=[base.pk]),
    }
    return edit_page(
        request, form, iso2=base.country, title=_("Change a contact"), base=base, **more
    )
