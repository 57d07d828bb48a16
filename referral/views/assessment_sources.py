"""Where the single answers of an open sheet come from, where not all of a sitting have the same source."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import roles
from instruments.answered import sections
from referral.actions.assessments import write_sources
from referral.forms.sources import SourcesForm
from referral.tools import answers_of, sources_of
from referral.views.assessment import fingerprint
from referral.views.assessment_files import answered_tool
from referral.views.case_page import need_class, open_case
from referral.views.moves import move, posted, show
from referral.views.rights import CASE_ROLES


@roles(*CASE_ROLES)
def assessment_sources(request, reference, id):
    trail = ("case_assessments", _("Assessments"))
    case, rights, context = open_case(request, reference, "assessments", trail)
    assessment, tool = answered_tool(case, rights, reference, id)
    is_open = assessment.finished_at is None and rights.may_write(assessment.data_class)
    need_class(is_open, reference, "assessment")
    answers = answers_of(assessment, tool, rights.writes)
    form = SourcesForm(
        posted(request),
        answered=sections(tool, answers, set(rights.writes)),
        sources=sources_of(assessment),
        version=fingerprint(assessment),
    )
    back = reverse("assessment_detail", args=[reference, assessment.pk])
    done = move(
        request,
        form,
        lambda: write_sources(assessment, form.sources(), stale=form.is_stale()),
        done=back,
        said=_("Kept."),
    )
    context |= {
        "title": _("Where the answers come from"),
        "lead": _("Change only what the person did not say."),
        "button": _("Keep"),
        "back": back,
    }
    return done or show(request, "referral/case_form.html", context, form)
