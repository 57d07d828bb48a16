from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from library.forms.document import line, text
from library.models import Document
from shell.forms import DeskForm

MOST = 60


class CollectionForm(DeskForm):
    title = line(_("Title in English"), 120, required=True)
    title_fr = line(_("Title in French"), 120)
    lead = line(_("For whom or for what, in English"), 300)
    lead_fr = line(_("For whom or for what, in French"), 300)
    documents = text(
        _("Documents, one a line, in the order of reading"),
        6000,
        required=True,
        rows=10,
        help_text=_("The address of the record in this library, or its last part."),
    )
    reason = line(
        _("Why is it added or changed?"),
        300,
        required=True,
        help_text=_("The second person reads this."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, language in (
            ("title", "en"),
            ("lead", "en"),
            ("title_fr", "fr"),
            ("lead_fr", "fr"),
        ):
            self.fields[name].widget.attrs["lang"] = language
        self.fields["documents"].widget.attrs |= {"dir": "ltr", "lang": "", "spellcheck": "false"}

    def clean_documents(self):
        """Slugs, each once. Every line that is no record is named."""
        lines = [each.strip() for each in self.cleaned_data["documents"].splitlines()]
        named = [each.rstrip("/").rpartition("/")[2] for each in lines if each]
        slugs = list(dict.fromkeys(named))
        known = set(
            Document.objects.published().filter(slug__in=slugs).values_list("slug", flat=True)
        )
        unknown = [each for each in slugs if each not in known]
        if unknown:
            said = _("No document of the library has this address: %(word)s")
            raise ValidationError([said % {"word": each[:80]} for each in unknown[:20]])
        if len(slugs) > MOST:
            raise ValidationError(_("At most %(n)s documents.") % {"n": MOST})
        return slugs
