"""The review of what was decided alone."""

from django.utils.translation import gettext as _

from accounts.access import roles
from referral.actions.disclosures import review_disclosure
from referral.forms.disclosure import VerdictForm
from referral.views.disclosure.rights import CONCERNED, may_review
from referral.views.disclosure.rows import get_disclosure, page
from referral.views.fetch import deny
from referral.views.moves import move, posted, show


@roles(*CONCERNED)
def disclosure_review(request, id):
    disclosure = get_disclosure(request, id)
    if not may_review(request, disclosure):
        deny(str(id))
    form = VerdictForm(posted(request))
    answer = move(
        request,
        form,
        lambda: review_disclosure(
            disclosure, outcome=form.cleaned_data["outcome"], text=form.cleaned_data["text"]
        ),
        done=page(id),
        said=_("Reviewed."),
    )
    context = {
        "title": _("Review what was passed on"),
        "button": _("Save the review"),
        "back": page(id),
        "crumbs": [{"url": page(id), "label": disclosure.number}],
    }
    return answer or show(request, "referral/case_form.html", context, form)
