from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.access import roles
from referral.views.moves import WORKS_ON_GATES


@roles(*WORKS_ON_GATES)
@require_GET
def document_letter(request):
    """A letter with blanks, the same for everybody. It is about no case: nothing is filled in, and nothing noted."""
    return render(request, "referral/document_letter.html")
