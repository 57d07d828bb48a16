from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import roles
from accounts.actions.organisations import SavedMeanwhile, change_profile, confirm_profile
from accounts.forms.organisation import ANSWERS, OrganisationForm
from accounts.landing import landing_page
from accounts.roles import Role
from shell.forms import render_form


@roles(Role.ORGANISATION_ADMIN)
def organisation_profile(request):
    """What other organisations read before they ask this one."""
    organisation = request.membership.organisation
    saved = {name: getattr(organisation, name) for name in ANSWERS}
    form = OrganisationForm(
        chosen(request.POST, saved) or None, initial=saved, version=organisation.version
    )
    context = {"organisation": organisation}
    if form.is_valid():
        answers = {name: form.cleaned_data[name] for name in ANSWERS}
        try:
            if form.is_stale():
                raise SavedMeanwhile
            change_profile(organisation, version=organisation.version, **answers)
        except SavedMeanwhile:
            return conflict(request, organisation, form)
        messages.success(request, _("The profile is saved and marked as right today."))
        return redirect("organisation_profile")
    return render_form(request, "accounts/organisation_profile.html", context, form)


def chosen(posted, saved):
    """After a conflict, each answer is theirs (as saved now) or yours (as sent)."""
    answers = posted.copy()
    for name in ANSWERS:
        if posted.get(f"choice-{name}") == "theirs":
            value = saved[name]
            answers.setlist(name, value if isinstance(value, list) else form_value(value))
    return answers


def form_value(value):
    if value is None or value is False:
        return []
    return ["on" if value is True else str(value)]


def conflict(request, organisation, form):
    answers = form.data.copy()
    answers["version"] = organisation.version
    again = OrganisationForm(answers, version=organisation.version)
    rows = [
        {
            "name": name,
            "label": form.fields[name].label,
            "theirs": in_words(form, name, getattr(organisation, name)),
            "yours": in_words(form, name, form.cleaned_data[name]),
        }
        for name in ANSWERS
        if getattr(organisation, name) != form.cleaned_data[name]
    ]
    context = {"form": again, "rows": rows, "organisation": organisation}
    return render(request, "accounts/organisation_conflict.html", context, status=409)


def in_words(form, name, value):
    if isinstance(value, list):
        labels = dict(form.fields[name].choices)
        return ", ".join(str(labels.get(code, code)) for code in value)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return "" if value is None else str(value)


@require_POST
@roles(Role.ORGANISATION_ADMIN, Role.FOCAL_POINT)
def organisation_confirm(request):
    """One tap, from the profile or from where the work begins."""
    confirm_profile(request.membership.organisation)
    messages.success(request, _("Marked as right today."))
    if "from_profile" in request.POST:
        return redirect("organisation_profile")
    return redirect(landing_page(request.actor))
