"""Who is away, and who stands in. A supervisor sees which cases stay closed meanwhile, and opens them."""

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import roles
from accounts.roles import Role
from referral.actions.covers import closed_to_deputies, end_cover, open_to_deputy, stand_in
from referral.forms.assign import may_have_cases
from referral.forms.cover import CoverForm
from referral.models import Cover
from referral.views.fetch import deny
from referral.views.home import WORKS
from referral.views.moves import move, posted, show, tap

# Who has cases or tasks of a case.
AWAY = [role for role in WORKS if may_have_cases(role)]


@roles(*AWAY)
def cover_list(request):
    found = Cover.objects.visible_to(request.actor).not_over(timezone.localdate())
    leads = request.actor.role == Role.SUPERVISOR
    closed = closed_to_deputies() if leads else {}
    rows = [
        {
            "cover": one,
            "may_end": leads or one.person_id == request.user.pk,
            "is_deputy": one.deputy_id == request.user.pk,
            "closed": closed.get(one.pk, []),
        }
        for one in found.select_related("person", "deputy").order_by("from_on", "pk")
    ]
    context = {"rows": rows, "leads": leads, "crumbs": trail()[:1]}
    return render(request, "referral/cover_list.html", context)


def trail():
    return [
        {"url": reverse("work_list"), "label": _("My work")},
        {"url": reverse("cover_list"), "label": _("Absence")},
    ]


@roles(*AWAY)
def cover_new(request):
    form = CoverForm(posted(request), actor=request.actor)
    answer = move(
        request,
        form,
        lambda: stand_in(**{"person": request.actor.user} | days_of(form.cleaned_data)),
        done=reverse("cover_list"),
    )
    context = {
        "title": _("Enter an absence"),
        "button": _("Save"),
        "back": reverse("cover_list"),
        "crumbs": trail(),
    }
    return answer or show(request, "referral/cover_new.html", context, form)


def days_of(answers):
    names = ("person", "deputy", "from_on", "to_on")
    return {name: answers[name] for name in names if name in answers}


@roles(*AWAY)
@require_POST
def cover_end(request, id):
    cover = one_of(request, id)
    if request.actor.role != Role.SUPERVISOR and cover.person_id != request.user.pk:
        deny(f"cover/{id}")
    return tap(request, lambda: end_cover(cover), done=reverse("cover_list"))


@roles(Role.SUPERVISOR)
@require_POST
def cover_open(request, id):
    cover = one_of(request, id)
    return tap(
        request,
        lambda: open_to_deputy(cover),
        done=reverse("cover_list"),
        said=_("The cases are open until the last day is over."),
    )


def one_of(request, id):
    mine = Cover.objects.visible_to(request.actor).not_over(timezone.localdate())
    return mine.filter(pk=id).first() or deny(f"cover/{id}")
