"""Someone is in front of me: three answers, five lines. Nothing is stored and nothing stands in an address."""

from django.views.decorators.http import require_http_methods

from accounts.access import public
from directory.forms.someone import SomeoneForm, preselected
from directory.someone import answer_for
from shell.forms import render_form


@public
@require_http_methods(["GET", "HEAD", "POST"])
def someone(request):
    membership = getattr(request, "membership", None)
    form = SomeoneForm(
        request.POST if request.method == "POST" else None,
        initial=preselected(membership.organisation.country if membership else ""),
    )
    answer = answer_for(form.situation()) if form.is_bound and form.is_valid() else None
    return render_form(request, "directory/someone.html", {"answer": answer}, form)
