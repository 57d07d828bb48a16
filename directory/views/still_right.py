from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_variables

from accounts.access import public
from directory.actions.still_right import LinkOver, say_changed, say_still_right
from directory.comparing import compare, title_of
from directory.countries import country_name
from directory.forms.review import ChangedForm
from directory.still_right import asked_contact
from shell.forms import render_form

LINK = "still_right"
HIDDEN = {"source", "as_of", "confidence", "note_language", "asked_monthly", "for_partners_only"}


@public
@sensitive_variables("token")
def still_right(request, token):
    """Takes the token out of the address at once: it reaches no history and no other page. What is none is not kept."""
    if asked_contact(token) is None:
        return over(request)
    request.session[LINK] = token
    return redirect("still_right_answer")


@public
@sensitive_variables("token")
def still_right_answer(request):
    """One tap: it is right. Or a sentence about what changed. Then the link is over."""
    token = request.session.get(LINK, "")
    contact = asked_contact(token)
    if contact is None:
        return over(request)
    is_right = request.POST.get("answer") == "right"
    form = ChangedForm(request.POST if request.method == "POST" and not is_right else None)
    if is_right or form.is_valid():
        try:
            if is_right:
                say_still_right(token)
            else:
                say_changed(token, form.cleaned_data["text"])
        except LinkOver:
            return over(request)
        del request.session[LINK]
        return render(request, "directory/still_right_done.html", {"is_right": is_right})
    context = {
        "title": title_of(contact),
        "country": country_name(contact.country),
        "lines": compare(None, contact, without=HIDDEN),
    }
    return render_form(request, "directory/still_right.html", context, form)


def over(request):
    return render(request, "directory/still_right_over.html", status=404)
