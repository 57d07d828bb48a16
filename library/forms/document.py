from crispy_forms.layout import Layout
from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms import (
    BooleanField,
    CharField,
    CheckboxSelectMultiple,
    ChoiceField,
    ClearableFileInput,
    FileField,
    IntegerField,
    MultipleChoiceField,
    SelectMultiple,
    Textarea,
)
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from library.files import LARGEST, clean_pdf
from library.importing import list_of, value_of
from library.models import Document
from library.taxonomy import (
    AUDIENCES,
    FORMS,
    LICENCES_WITH_FILE,
    THEMES,
    choices,
    kinds,
    licences,
)
from shell.formats import country_choices
from shell.forms import DeskForm, Section


def several(label, options, **more):
    return MultipleChoiceField(
        label=label,
        choices=options,
        required=False,
        widget=CheckboxSelectMultiple,
        **more,
    )


def line(label, most=400, *, required=False, **more):
    return CharField(label=label, max_length=most, required=required, **more)


def text(label, most, *, required=False, rows=4, **more):
    widget = Textarea(attrs={"rows": rows})
    return CharField(label=label, max_length=most, required=required, widget=widget, **more)


def known_record(name: str) -> str:
    """The name of a record that stands on the shelf, also where its whole address was pasted."""
    slug = slugify(name.strip().rstrip("/").rpartition("/")[2])
    if slug and not Document.objects.published().filter(slug=slug).exists():
        raise ValidationError(_("No record stands at “%(name)s”. Copy the last part of its address.") % {"name": name[:60]})  # fmt: skip
    return slug


class DocumentForm(DeskForm):
    title = line(_("Title, as it stands on the document"), required=True)
    title_en = line(_("Title in English"))
    title_fr = line(_("Title in French"))
    publisher = line(_("Publisher"), 200, required=True)
    authors = line(_("Authors"), 300, help_text=_("Several: with a semicolon between."))
    year = IntegerField(label=_("Year"), min_value=1800, max_value=2100, required=False)
    edition = line(_("Edition"), 60)
    kind = ChoiceField(label=_("Type"), choices=kinds)
    languages = line(
        _("Languages"), 120, required=True, help_text=_("Codes with a space between: en fr sq.")
    )
    summary_en = text(
        _("Summary in English"),
        1500,
        help_text=_("Two sentences in your own words: for whom, for what."),
    )
    summary_fr = text(_("Summary in French"), 1500)
    themes = several(_("Themes"), choices(THEMES))
    audiences = several(_("For whom"), choices(AUDIENCES))
    forms = several(_("Form of exploitation"), choices(FORMS), help_text=_("None: all forms."))
    countries = MultipleChoiceField(
        label=_("Countries it speaks of"),
        choices=country_choices,
        required=False,
        widget=SelectMultiple(attrs={"size": 6}),
    )
    address = line(_("Address at the publisher"), 500)
    is_verified = BooleanField(
        label=_("I opened this address and saw the document with this title"), required=False
    )
    archive_address = line(_("A record or copy elsewhere"), 500)
    licence = ChoiceField(label=_("Licence"), choices=licences, initial="unknown")
    upload = FileField(
        label=_("The document as PDF, at most 10 MB"),
        help_text=_("Only where the licence allows that we keep and give it out."),
        required=False,
        widget=ClearableFileInput(attrs={"accept": ".pdf"}),
    )
    replaced_by = line(
        _("Replaced by"), 80, help_text=_("The last part of the address of the newer record.")
    )
    translation_of = line(_("Translation of"), 80)
    related = line(
        _("Related documents"), 400, help_text=_("Last parts of addresses, with a space between.")
    )
    beside = line(
        _("Shown beside"),
        600,
        help_text=_(
            "Places and their codes with a space between; the export shows how they are written."
        ),
    )
    is_public = BooleanField(label=_("Visitors may read this record"), required=False, initial=True)
    reason = line(
        _("Why is it added or changed?"),
        300,
        required=True,
        help_text=_("The second person reads this."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for language in ("en", "fr"):
            for name in (f"title_{language}", f"summary_{language}"):
                self.fields[name].widget.attrs["lang"] = language
        if not settings.FILES_ARE_TAKEN:
            del self.fields["upload"]

    def build_layout(self):
        from_here = [name for name in ("licence", "upload") if name in self.fields]
        return Layout(
            Section(1, _("What it is"), "title", "title_en", "title_fr", "publisher", "authors", "year", "edition", "kind", "languages"),
            Section(2, _("What it says"), "summary_en", "summary_fr"),
            Section(3, _("How it is found"), "themes", "audiences", "forms", "countries"),
            Section(4, _("Where it stands"), "address", "is_verified", "archive_address", *from_here),
            Section(5, _("What it belongs to"), "replaced_by", "translation_of", "related", "beside", "is_public", "reason"),
        )  # fmt: skip

    def clean_languages(self):
        return list_of("languages", self.cleaned_data["languages"].lower())

    def clean_related(self):
        return [known_record(each) for each in list_of("related", self.cleaned_data["related"])]

    def clean_beside(self):
        return list_of("beside", self.cleaned_data["beside"])

    def clean_address(self):
        return value_of("address", self.cleaned_data["address"])

    def clean_archive_address(self):
        return value_of("archive_address", self.cleaned_data["archive_address"])

    def clean_replaced_by(self):
        return known_record(self.cleaned_data["replaced_by"])

    def clean_translation_of(self):
        return known_record(self.cleaned_data["translation_of"])

    def clean_upload(self):
        """The body, clean, or nothing."""
        given = self.cleaned_data["upload"]
        if not given:
            return None
        if given.size > LARGEST:
            raise ValidationError(_("The file has more than 10 MB."))
        return clean_pdf(given.read())

    def clean(self):
        given = super().clean()
        if given.get("upload") and given.get("licence") not in LICENCES_WITH_FILE:
            self.add_error("upload", _("This licence does not allow that we keep the file. Leave it out, or say which licence does."))  # fmt: skip
        if given.get("is_verified") and not given.get("address"):
            self.add_error("is_verified", _("There is no address to have seen."))
        return given
