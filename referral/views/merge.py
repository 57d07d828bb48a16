"""Two records of one person as one file: asked for, looked at by a second person, undone."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import roles
from accounts.roles import Role
from referral.access import DataClass
from referral.actions.merge import (
    approve_merge,
    ask_merge,
    differences,
    end_merge,
    merges_of,
    model_of,
    what_comes_back,
)
from referral.actions.signatures import may_be_asked
from referral.forms.identity import IdentityForm
from referral.forms.merge import MergeForm
from referral.forms.part import shown
from referral.forms.whereabouts import WhereaboutsForm
from referral.forms.words import in_words
from referral.models import Identity, Whereabouts
from referral.views.case_page import need_class, open_case, record_trail
from referral.views.fetch import get_case
from referral.views.moves import move, posted, show, tap
from referral.views.rights import CASE_ROLES, Rights

FORM_OF = {Identity: IdentityForm, Whereabouts: WhereaboutsForm}


@roles(*CASE_ROLES)
def case_merge(request, reference, other_reference):
    """`reference` stays the one that is worked on."""
    case, rights, context = open_case(
        request, reference, "record", record_trail(), ("case_known", _("Known already?"))
    )
    other = get_case(request, other_reference)
    for each in (rights, Rights(request.actor, other)):
        need_class(each.may_write(DataClass.IDENTITY), reference, "merge")
    need_class(other.pk != case.pk, reference, "merge")
    context |= {"other": other, "other_reference": other.journey.reference}
    merge = next((one for one in merges_of(case) if {one.main, one.other} == {case, other}), None)
    if merge is None:
        return ask(request, case, other, context)
    return decide(request, merge, context)


def known_page(case):
    return reverse("case_known", args=[case.journey.reference])


def ask(request, case, other, context):
    lines = [line_of(one, one.here, one.there) for one in differences(case, other)]
    form = MergeForm(posted(request), lines=lines, colleagues=may_be_asked(Role.CASE_MANAGER))
    answer = move(
        request,
        form,
        lambda: ask_merge(case, other, of=form.cleaned_data["of"], choices=form.choices),
        done=known_page(case),
        said=_("Asked. Until it is approved nothing changes."),
    )
    return answer or show(request, "referral/case_merge.html", context, form)


def line_of(one, here, there):
    """(difference, label, here, there): in the words of the form of that class."""
    return (
        one,
        label_of(one.model, one.field),
        *(words(one.model, one.field, v) for v in (here, there)),
    )


def label_of(model, name):
    field = FORM_OF[model].base_fields.get(name)
    return field.label if field else model._meta.get_field(name).verbose_name.capitalize()


def words(model, name, value):
    field = FORM_OF[model].base_fields.get(name)
    return in_words(field or model._meta.get_field(name), shown(field, value) if field else value)


def decide(request, merge, context):
    """Waiting: yes or no, or taken back. One file: the undo, with what would come back and what changed since."""
    waits_for_me = merge.approved_at is None and merge.asked_of_id == request.user.pk
    if request.method == "POST":
        return decided(request, merge, waits_for_me)
    fields = merge.fields.order_by("data_class", "field")
    context |= {
        "merge": merge,
        "waits_for_me": waits_for_me,
        "may_take_back": merge.approved_at is None and merge.asked_by_id == request.user.pk,
        "rows": [row_of(one) for one in fields],
        "back": [back_row(one) for one in what_comes_back(merge)] if merge.approved_at else [],
        "main_reference": merge.main.journey.reference,
        "under_reference": merge.other.journey.reference,
    }
    return render(request, "referral/case_merge_decide.html", context)


def row_of(one):
    model = model_of(one)
    texts = [words(model, one.field, value) for value in (one.here, one.there, one.chosen)]
    return {
        "label": label_of(model, one.field),
        "here": texts[0],
        "there": texts[1],
        "chosen": texts[2],
    }


def back_row(back):
    one = back.field
    model = model_of(one)
    value = back.now if back.is_changed else one.here
    return {
        "label": label_of(model, one.field),
        "text": words(model, one.field, value),
        "changed": back.is_changed,
    }


def decided(request, merge, waits_for_me):
    what = request.POST.get("do")
    need_class(what in {"end", "yes"} and (what == "end" or waits_for_me), str(merge.pk), "merge")
    live = merge.approved_at is not None
    said = {
        "yes": _("From now on the two records are one file."),
        "end": _("Undone. There are two records again.")
        if live
        else _("Ended. Nothing was changed."),
    }[what]
    done = reverse("case_list")
    if what == "end" and merge.asked_of_id != request.user.pk:
        done = known_page(merge.main)
    return tap(
        request,
        lambda: approve_merge(merge) if what == "yes" else end_merge(merge),
        done=done,
        said=said,
    )
