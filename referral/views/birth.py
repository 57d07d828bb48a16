"""A birth, from the mother's case."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import roles
from accounts.roles import Role
from referral.access import DataClass
from referral.actions.births import record_birth
from referral.forms.birth import BirthForm
from referral.views.case_page import need_class, open_case
from referral.views.moves import move, posted, show


@roles(Role.CASE_MANAGER)
def birth_new(request, reference):
    trail = ("case_household", _("Household"))
    case, rights, context = open_case(request, reference, "overview", trail)
    need_class(
        rights.may_write(DataClass.SUMMARY)
        and context["summary"] is not None
        and not case.is_closed,
        reference,
        "birth",
    )
    form = BirthForm(posted(request))
    opened = {}

    class Done:
        """The child's case exists only once it is opened; a form sent twice leads back."""

        def get_absolute_url(self):
            if "child" not in opened:
                return reverse("case_household", args=[reference])
            return reverse("case_overview", args=[opened["child"].journey.reference])

    answer = move(
        request,
        form,
        lambda: opened.update(child=record_birth(case, **form.birth())),
        done=Done(),
        said=_(
            "The child has an own case. Nothing that the mother agreed to counts for the child."
        ),
    )
    context |= {
        "title": _("A child was born"),
        "lead": _(
            "It opens the child’s own journey, linked with the mother. The registration of the birth goes into the plan."
        ),
        "button": _("Open the child’s case"),
        "back": reverse("case_household", args=[reference]),
    }
    return answer or show(request, "referral/case_form.html", context, form)
