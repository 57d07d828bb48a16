"""A child asks for supervised contact, and gets an answer."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import roles
from accounts.roles import Role
from referral.access import DataClass, may_read
from referral.actions.child_order import answer_wish, panel_members, write_wish
from referral.forms.child_order import ContactWishForm, WishAnswerForm
from referral.models import ContactWish
from referral.views.case_page import need_class
from referral.views.child.rights import MANAGES, may_write, open_childs_way, trail
from referral.views.drafts import keeps_draft
from referral.views.moves import move, posted, show


@roles(*MANAGES)
@keeps_draft
def contact_wish_new(request, reference):
    case, rights, context = open_childs_way(request, reference, trail())
    need_class(may_write(request.actor, case, rights, MANAGES), reference, "child")
    reads = may_read(Role.PANEL, DataClass.EVIDENCE, case.side, case.stage)
    form = ContactWishForm(posted(request), panel=panel_members() if reads else [])
    back = reverse("case_child", args=[reference])
    done = move(
        request,
        form,
        lambda: write_wish(
            case,
            words=form.cleaned_data["words"],
            said_on=form.cleaned_data["said_on"],
            panel=form.cleaned_data.get("panel"),
        ),
        done=back,
        said=_("Kept in the child’s words. The panel answers every wish."),
    )
    context |= {
        "title": _("A child asks for supervised contact"),
        "lead": _(
            "A wish is not a step. It goes to the panel as it is, and the child gets an answer."
        ),
        "button": _("Record the wish"),
        "back": back,
    }
    return done or show(request, "referral/case_form.html", context, form)


@roles(Role.CASE_MANAGER, Role.PANEL)
@keeps_draft
def contact_wish_answer(request, reference, id):
    case, rights, context = open_childs_way(request, reference, trail())
    need_class(
        may_write(request.actor, case, rights, [Role.CASE_MANAGER, Role.PANEL]), reference, "child"
    )
    wish = get_object_or_404(ContactWish.objects.waiting(), case=case, pk=id)
    by_panel = request.actor.role == Role.PANEL
    form = WishAnswerForm(posted(request), by_panel=by_panel)
    back = reverse("case_child", args=[reference])
    done = move(
        request,
        form,
        lambda: answer_wish(
            case,
            wish,
            answer=form.cleaned_data["answer"],
            told=form.cleaned_data["told"],
            panel=form.cleaned_data.get("panel", ""),
        ),
        done=back,
        said=_("The answer is kept. Now tell the child."),
    )
    context |= {
        "title": _("Answer the child"),
        "button": _("Record the answer"),
        "back": back,
        "wish": wish,
    }
    return done or show(request, "referral/contact_wish_answer.html", context, form)
