"""What the pages of a draft have in common: the frame, keeping it, and going on to where it is reviewed."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from directory.actions.drafts import draft
from directory.countries import country, country_name
from directory.drafts import content_of, open_drafts_on
from shell.forms import render_form


def trail(iso2, *more):
    return [
        {"url": reverse("country_list"), "label": _("Countries")},
        {"url": reverse("country_detail", args=[iso2.lower()]), "label": country_name(iso2)},
        *more,
    ]


def asked_partner(request) -> str:
    """The second country, where the page was opened from the page of two."""
    found = country(request.GET.get("partner", ""))
    return found.iso2 if found else ""


def edit_page(request, form, *, iso2, title, base=None, **more):
    """The form of a draft, with the drafts of others that would replace the same row."""
    context = {
        "title": title,
        "crumbs": trail(iso2),
        "base": base,
        "others": open_drafts_on(base) if base else [],
        "back": reverse("country_detail", args=[iso2.lower()]),
        "button": _("Keep as draft"),
        **more,
    }
    return render_form(request, "directory/edit.html", context, form)


def keep(request, model, form, *, base=None, asked=None, **fixed):
    """A new draft from the answers. `asked`: the row the page was opened for, if another stands there now."""
    content = {**(content_of(base) if base else {}), **fixed, **form.values()}
    kept = draft(model(**content), key=form.cleaned_data["idempotency_key"], base=base)
    return drafted(request, kept, base, asked)


def drafted(request, kept, base, asked=None):
    if base is not None and asked is not None and asked != base.pk:
        messages.warning(
            request,
            _("Somebody changed this while you were writing. Compare with what stands now."),
        )
    else:
        messages.success(request, _("The draft is kept. Another person reviews and publishes it."))
    return redirect("review_detail", kept.pk)
