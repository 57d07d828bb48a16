"""Writing drafts of documents and practices. Nothing changes before another person has published them."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import roles
from accounts.second_person import NotOpen, WrittenMeanwhile
from library import files
from library.actions.keep import draft, rewrite, take_back
from library.content import content_of, find_draft
from library.forms.collection import CollectionForm
from library.forms.document import DocumentForm
from library.forms.files import RemoveForm
from library.forms.measure import MeasureForm
from library.forms.practice import PracticeForm
from library.models import Collection, CountryMeasure, Document, Practice, State
from library.rights import DRAFTS, PROPOSES
from library.slugs import free_slug
from shell.forms import render_form

PAGE = "library/edit.html"
CODES = ("languages", "related", "beside")  # written as one line
LINES = ("documents", "how", "child", "foreign")  # written one a line
FORMS = {
    Document: DocumentForm,
    Practice: PracticeForm,
    Collection: CollectionForm,
    CountryMeasure: MeasureForm,
}


def typed(entry) -> dict:
    """The content as the form shows it."""
    values = content_of(entry) | {"reason": entry.reason}
    for names, between in ((CODES, " "), (LINES, "\n")):
        values |= {name: between.join(values[name]) for name in names if name in values}
    return values


def values_of(form, base=None) -> dict:
    given = {name: value for name, value in form.cleaned_data.items() if name not in ("idempotency_key", "version", "upload")}  # fmt: skip
    if "is_verified" in given:
        given["checked_on"] = timezone.localdate() if given["is_verified"] else None
    if isinstance(form, DocumentForm):
        body = form.cleaned_data.get("upload")
        given["file"] = files.keep(body) if body else kept_file(given, base)
    return given


def kept_file(given, base):
    """What was uploaded before stays, while the licence allows it."""
    allowed = given["licence"] not in ("unknown", "reserved")
    return base.file if base is not None and allowed else None


@roles(*DRAFTS)
def document_new(request):
    return new(request, Document, _("Add a document"), reverse("document_list"))


@roles(*DRAFTS)
def collection_new(request):
    return new(request, Collection, _("Make a collection"), reverse("document_list"))


@roles(*PROPOSES)
def practice_new(request):
    return new(request, Practice, _("Propose a practice"), reverse("practice_list"))


def new(request, model, title, back):
    initial = {"language": request.LANGUAGE_CODE} if model is Practice else {}
    form = FORMS[model](request.POST or None, request.FILES or None, initial=initial)
    if form.is_valid():
        used = set(model.objects.values_list("slug", flat=True))
        entry = model(slug=free_slug(form.cleaned_data["title"], used), **values_of(form))
        return drafted(request, draft(entry, key=form.cleaned_data["idempotency_key"]))
    return render_form(request, PAGE, {"title": title, "back": back}, form)


@roles(*DRAFTS)
def document_change(request, slug):
    return change(request, Document, slug, _("Change this record"))


@roles(*DRAFTS)
def collection_change(request, slug):
    return change(request, Collection, slug, _("Change this collection"))


@roles(*PROPOSES)
def practice_change(request, slug):
    return change(request, Practice, slug, _("Change this practice"))


def change(request, model, slug, title):
    base = published_or_404(model, slug)
    initial = {**typed(base), "reason": ""}
    form = FORMS[model](request.POST or None, request.FILES or None, initial=initial)
    if form.is_valid():
        entry = model(**{**content_of(base), **values_of(form, base)})
        return drafted(request, draft(entry, key=form.cleaned_data["idempotency_key"], base=base))
    context = {"title": title, "back": address_of(base), "about": base.title}
    return render_form(request, PAGE, context, form)


@roles(*DRAFTS)
def document_remove(request, slug):
    return remove(request, published_or_404(Document, slug))


@roles(*DRAFTS)
def collection_remove(request, slug):
    return remove(request, published_or_404(Collection, slug))


@roles(*DRAFTS)
def practice_remove(request, slug):
    return remove(request, published_or_404(Practice, slug))


def remove(request, base):
    form = RemoveForm(request.POST or None)
    if form.is_valid():
        tomb = type(base)(**content_of(base), removes=True, reason=form.cleaned_data["reason"])
        return drafted(request, draft(tomb, key=form.cleaned_data["idempotency_key"], base=base))
    context = {"title": _("Take it away"), "back": address_of(base), "about": base.title}
    return render_form(request, PAGE, context, form)


@roles(*PROPOSES)
def library_draft_change(request, id):
    found = own_draft_or_404(request, id)
    model = type(found)
    form = FORMS[model](
        request.POST or None, request.FILES or None, initial=typed(found), version=found.version
    )
    if form.is_valid():
        try:
            seen = form.cleaned_data.get("version") or 0
            rewrite(
                found.pk, model, seen=seen, **values_of(form, found if model is Document else None)
            )
        except (NotOpen, WrittenMeanwhile):
            messages.warning(request, _("It was written anew or reviewed meanwhile. Look at it once more."))  # fmt: skip
            return redirect("library_review_detail", found.pk)
        return drafted(request, found)
    context = {"title": _("Change your draft"), "about": found.title}
    context["back"] = reverse("library_review_detail", args=[found.pk])
    return render_form(request, PAGE, context, form)


@roles(*PROPOSES)
@require_POST
def library_take_back(request, id):
    found = own_draft_or_404(request, id)
    try:
        take_back(found.pk, type(found))
    except NotOpen:
        raise Http404 from None
    messages.success(request, _("Your draft is taken back."))
    return redirect("library_review_list")


def own_draft_or_404(request, id):
    found = find_draft(id)
    mine = found is not None and str(found.drafted_by_id) == request.actor.user
    if not mine or found.state != State.DRAFT or found.removes:
        raise Http404
    return found


def published_or_404(model, slug):
    found = model.objects.published().filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def address_of(entry) -> str:
    if isinstance(entry, CountryMeasure):
        return reverse("measure_detail", args=[entry.procedure, entry.code])
    return reverse(f"{type(entry).__name__.lower()}_detail", args=[entry.slug])


def drafted(request, entry):
    messages.success(request, _("Kept as a draft. Another person reads it and publishes it."))
    return redirect("library_review_detail", entry.pk)
