"""What waits, told in the product. Kinds and days; which case, where it is open to the reader; never who the person is."""

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.access import roles
from accounts.roles import Role
from referral.actions.notices import mark_read
from referral.models import Case, Notice
from referral.notice_mail import asked
from referral.notices import row_of
from referral.views.fetch import deny
from referral.views.moves import tap
from shell.first_rows import first_rows

SHOWN = 50


@roles(*Role)
def notice_list(request):
    mine = Notice.objects.visible_to(request.actor)
    role = request.actor.role
    new, more = first_rows(mine.unread().order_by("-made_at", "pk"), SHOWN)
    read = list(mine.exclude(read_at=None).order_by("-made_at", "pk")[:SHOWN])
    references = references_of(request.actor, [*new, *read])
    context = {
        "new": [row_of(one, role, references) for one in new],
        "more": more,
        "all": len(new) + more,
        "read": [row_of(one, role, references) for one in read],
    }
    return render(request, "referral/notice_list.html", context)


def references_of(actor, notices):
    journeys = {one.journey_id for one in notices if one.journey_id}
    if not journeys:
        return {}
    mine = Case.objects.visible_to(actor).filter(journey__in=journeys)
    return dict(mine.values_list("journey", "journey__reference"))


@roles(Role.ORGANISATION_ADMIN)
def letter_list(request):
    """Colleagues whom no e-mail reaches: their administrator can ask for the right address."""
    letters = [
        {"reader": reader, "ended_at": ended_at}
        for reader, ended_at in asked("SELECT reader, ended_at FROM dead_letters()", [])
    ]
    return render(request, "referral/letter_list.html", {"letters": letters})


@roles(*Role)
@require_POST
def notice_read(request, id):
    mine = Notice.objects.visible_to(request.actor).filter(pk=id)
    if not mine.exists():
        deny(str(id))
    return tap(request, lambda: mark_read(mine), done=reverse("notice_list"))


@roles(*Role)
@require_POST
def notice_all_read(request):
    """All that the page showed. What came meanwhile, or did not fit, nobody has seen, and it may be an alarm."""
    mine, shown = Notice.objects.visible_to(request.actor), set(request.POST.getlist("notice"))
    seen = [pk for pk in mine.unread().values_list("pk", flat=True) if str(pk) in shown]
    return tap(request, lambda: mark_read(mine.filter(pk__in=seen)), done=reverse("notice_list"))
