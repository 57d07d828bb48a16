from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import roles
from directory.access import DRAFTS
from directory.forms.fact import FactForm, TopicForm
from directory.models import Fact
from directory.topics import TOPICS, topic_label
from directory.views.edit import asked_partner, edit_page, keep, trail
from directory.views.fetch import get_country, get_standing


@roles(*DRAFTS)
def fact_new(request, iso2):
    """First what it is about, then the questions of that topic."""
    iso2 = get_country(iso2).iso2
    topic = TOPICS.get(request.GET.get("topic", ""))
    if topic is None:
        return choose_topic(request, iso2)
    initial = {"partner": asked_partner(request)}
    form = FactForm(request.POST or None, topic=topic, country=iso2, initial=initial)
    if form.is_valid():
        return keep(request, Fact, form, country=iso2, topic=topic.code)
    return edit_page(request, form, iso2=iso2, title=_("New fact"), about=topic.label)


def choose_topic(request, iso2):
    context = {
        "form": TopicForm(),
        "partner": asked_partner(request),
        "crumbs": trail(iso2),
        "back": reverse("country_detail", args=[iso2.lower()]),
    }
    return render(request, "directory/edit_topic.html", context)


@roles(*DRAFTS)
def fact_change(request, id):
    base = get_standing(Fact, id)
    if base.pk != id and request.method != "POST":
        return redirect("fact_change", base.pk)
    form = FactForm(
        request.POST or None,
        topic=TOPICS[base.topic],
        country=base.country,
        before=base,
        changes=True,
    )
    if form.is_valid():
        return keep(request, Fact, form, base=base, asked=id)
    more = {"about": topic_label(base.topic), "remove_url": reverse("fact_remove", args=[base.pk])}
    return edit_page(request, form, iso2=base.country, title=_("Change a fact"), base=base, **more)
