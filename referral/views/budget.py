"""The budget of a case: six families, ceilings, signatures, payments. And the programmes that it is measured by."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import roles
from accounts.roles import Role
from referral.access import DataClass
from referral.actions.budget import (
    add_line,
    budget_of,
    change_line,
    correct,
    keep_programme,
    may_budget,
    no_cash,
    pay,
    second_budget,
    second_signers,
    sign_budget,
)
from referral.forms.budget import (
    BudgetLineEditForm,
    BudgetLineForm,
    BudgetSignForm,
    PaymentForm,
    ProgrammeForm,
)
from referral.models import BudgetLine, Payment, Programme
from referral.views import conflict
from referral.views.case_page import need_class, open_case
from referral.views.drafts import keeps_draft
from referral.views.fetch import deny
from referral.views.moves import back_to, move, posted, show, tap
from referral.views.rights import CASE_ROLES

BUDGETS = [Role.CASE_MANAGER]
KEEPS_PROGRAMMES = [Role.SUPERVISOR, Role.FOCAL_POINT, Role.NATIONAL_COORDINATOR]
SEES_PROGRAMMES = [*BUDGETS, *KEEPS_PROGRAMMES]


def open_budget(request, reference, *trail):
    case, rights, context = open_case(request, reference, "plan", ("case_plan", _("Plan")), *trail)
    need_class(rights.may_read(DataClass.SERVICES), reference, DataClass.SERVICES)
    return case, rights, context


def budget_trail():
    return ("case_budget", _("Budget"))


@roles(*CASE_ROLES)
def case_budget(request, reference):
    case, rights, context = open_budget(request, reference)
    sees = rights.may_read(DataClass.EVIDENCE)  # who signed it
    need_class(sees, reference, DataClass.EVIDENCE)
    budget = budget_of(case)
    supervises = request.actor.role == Role.SUPERVISOR and budget.waits
    context |= {
        "title": _("Budget"),
        "budget": budget,
        "may_write": may_budget(case),
        "signs": supervises and str(budget.approval.by_id) != request.actor.user,
        "no_cash": no_cash(case),
        "pays": budget.is_signed and may_budget(case),
    }
    return render(request, "referral/case_budget.html", context)


@roles(*BUDGETS)
@keeps_draft
def budget_line_new(request, reference):
    case, _rights, context = open_budget(request, reference, budget_trail())
    need_class(may_budget(case), reference, DataClass.SERVICES)
    form = BudgetLineForm(posted(request))
    done = move(
        request,
        form,
        lambda: add_line(case, form.write),
        done=back_to(case, "case_budget"),
        said=_("The line is planned. Sign the budget when it is whole."),
    )
    context |= {
        "title": _("Add a line"),
        "button": _("Save the line"),
        "back": back_to(case, "case_budget"),
    }
    return done or show(request, "referral/case_form.html", context, form)


@roles(*BUDGETS)
@keeps_draft
def budget_line_edit(request, reference, id):
    case, _rights, context = open_budget(request, reference, budget_trail())
    need_class(may_budget(case), reference, DataClass.SERVICES)
    line = get_line(request, case, reference, id)
    initial = BudgetLineEditForm.initial_of(line)
    data = None
    if request.method == "POST":
        data = conflict.chosen(request.POST, BudgetLineEditForm.base_fields, initial)
    form = BudgetLineEditForm(data, initial=initial, version=line.version)
    context |= {
        "title": _("Change a line"),
        "button": _("Save the line"),
        "back": back_to(case, "case_budget"),
    }
    if form.is_bound and form.is_valid() and form.is_stale():
        clash = conflict.differences(form, initial)
        if clash:
            return conflict.conflict_page(request, form, clash, context)
    done = move(
        request,
        form,
        lambda: change_line(line, form.write),
        done=back_to(case, "case_budget"),
        said=_("The line is saved. A budget that changed is signed again."),
    )
    return done or show(request, "referral/case_form.html", context, form)


def get_line(request, case, reference, id) -> BudgetLine:
    found = BudgetLine.objects.filter(case=case, pk=id)
    line = (found.select_for_update() if request.method == "POST" else found).first()
    if line is None:
        deny(f"{reference}/budget/{id}")
    line.case = case
    return line


@roles(*BUDGETS)
@keeps_draft
def budget_pay(request, reference, id):
    case, _rights, context = open_budget(request, reference, budget_trail())
    need_class(may_budget(case), reference, DataClass.SERVICES)
    line = get_line(request, case, reference, id)
    form = PaymentForm(posted(request))
    done = move(
        request,
        form,
        lambda: pay(
            line,
            amount=form.cleaned_data["amount"],
            paid_on=form.cleaned_data["paid_on"],
            receipt=form.cleaned_data["receipt"],
        ),
        done=back_to(case, "case_budget"),
        said=_("The payment is kept."),
    )
    context |= {
        "title": _("Enter a payment"),
        "button": _("Keep the payment"),
        "back": back_to(case, "case_budget"),
        "lead": _("In %(currency)s, the currency of the line.") % {"currency": line.currency},
    }
    return done or show(request, "referral/case_form.html", context, form)


@roles(*BUDGETS)
@require_POST
def budget_correct(request, reference, id):
    case, _rights, _context = open_budget(request, reference)
    need_class(may_budget(case), reference, DataClass.SERVICES)
    payment = Payment.objects.filter(case=case, pk=id).select_related("line").first()
    if payment is None:
        deny(f"{reference}/payment/{id}")
    payment.case = case
    return tap(
        request,
        lambda: correct(payment),
        done=back_to(case, "case_budget"),
        said=_("Taken back. Both entries stay to be read."),
    )


@roles(*BUDGETS)
@keeps_draft
def budget_sign(request, reference):
    case, _rights, context = open_budget(request, reference, budget_trail())
    need_class(may_budget(case), reference, DataClass.SERVICES)
    budget = budget_of(case)
    form = BudgetSignForm(
        posted(request),
        colleagues=second_signers(),
        is_nothing=not budget.total.planned,
        initial={"programme": budget.programme},
    )
    done = move(
        request,
        form,
        lambda: sign_budget(
            case,
            programme=form.cleaned_data["programme"],
            reasons=form.cleaned_data["reasons"],
            second=form.cleaned_data["second"] or None,
        ),
        done=back_to(case, "case_budget"),
        said=_("Signed. Where a second person is asked, nothing is paid before."),
    )
    context |= {
        "title": _("Sign the budget"),
        "button": _("Sign the budget"),
        "back": back_to(case, "case_budget"),
        "lead": _("%(sum)s %(currency)s in all. The person agrees first.")
        % {"sum": budget.total.planned, "currency": budget.currency},
    }
    return done or show(request, "referral/case_form.html", context, form)


@roles(Role.SUPERVISOR)
@require_POST
def budget_second(request, reference):
    case, _rights, _context = open_budget(request, reference)
    return tap(
        request,
        lambda: second_budget(case, mark=request.POST.get("mark", "")),
        done=reverse("home"),
        said=_("Signed as the second person."),
    )


@roles(*SEES_PROGRAMMES)
def programme_list(request):
    context = {
        "programmes": Programme.objects.select_related("kept_by").order_by("country", "name"),
        "may_keep": request.actor.role in KEEPS_PROGRAMMES,
    }
    return render(request, "referral/programme_list.html", context)


@roles(*KEEPS_PROGRAMMES)
@keeps_draft
def programme_new(request):
    return programme_form(request, Programme(families={}), new=True)


@roles(*KEEPS_PROGRAMMES)
@keeps_draft
def programme_edit(request, id):
    found = Programme.objects.filter(pk=id, kept_by_id=request.actor.organisation)
    row = (found.select_for_update() if request.method == "POST" else found).first()
    return programme_form(request, row or deny(f"programme/{id}"), new=False)


def programme_form(request, row, *, new):
    form = ProgrammeForm(
        posted(request),
        row=None if new else row,
        initial={} if new else ProgrammeForm.initial_of(row),
        version=None if new else row.version,
    )
    if form.is_bound and form.is_valid() and form.is_stale():
        form.add_error(None, _("Somebody changed this programme meanwhile. Reload the page."))
        form.was_refused = True
    done = move(
        request,
        form,
        lambda: keep_programme(row, form.write, new=new),
        done=reverse("programme_list"),
        said=_("The programme is saved. Budgets under it are signed again."),
    )
    context = {
        "title": _("Add a programme") if new else _("Change a programme"),
        "button": _("Save the programme"),
        "back": reverse("programme_list"),
        "crumbs": [{"url": reverse("programme_list"), "label": _("Programmes")}],
    }
    return done or show(request, "referral/case_form.html", context, form)
