from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from library.models.kept import Kept, codes


def points():
    return ArrayField(models.CharField(max_length=300), default=list, blank=True)


class CountryMeasure(Kept):
    """
    A measure of a procedure as one country wants it: in place of the one that ships, or beside those.

    `code` is that of the measure it replaces, else one of its own; `after` says behind which measure an own one stands.
    What shows in a case that a replaced measure was done, its tools and its gates stay those that ship, where there are any.
    """

    country = models.CharField(_("country"), max_length=2)
    procedure = models.SlugField(_("procedure"), max_length=40)
    code = models.SlugField(max_length=40)
    after = models.SlugField(_("stands after"), max_length=40, blank=True)
    language = models.CharField(_("language of the text"), max_length=8, default="en")
    title = models.CharField(_("title"), max_length=200)
    people = codes()
    who = codes()
    when = models.CharField(_("when"), max_length=200)
    how = points()
    child = points()
    foreign = points()
    say = models.CharField(_("what you could say"), max_length=400)
    minutes = models.PositiveSmallIntegerField(_("minutes it takes"), default=10)
    source = models.CharField(_("source"), max_length=300)
    # What shows in a case that it was done, where nothing that ships does.
    tool = models.SlugField(_("tool"), max_length=60, blank=True)
    gate = models.CharField(_("gate"), max_length=4, blank=True)
    # language → title, when, how, child, foreign, say: the same in other languages.
    also = models.JSONField(_("in other languages"), default=dict, blank=True)

    class Meta(Kept.Meta):
        abstract = False
        indexes = [models.Index(fields=["country", "procedure"], name="measures_of_country")]
