"""What the sender has chosen so far, and exactly what the receiver would see of it."""

from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from directory.codes import ServiceKind, service_labels
from referral.access import CROSSING, DataClass
from referral.actions.households import together
from referral.actions.referrals import kinds_for, shareable
from referral.actions.take import read_part
from referral.ageing import decides_alone
from referral.consent import basis, classes_for, purpose_for
from referral.matching import facts, matched, ranked, takes_births, wanted_for
from referral.models import Layer, Need
from referral.package_texts import rows
from referral.packages import NEVER, compose, newest
from referral.stages import ANSWERED_WITHOUT_CASE, ReferralKind
from referral.views.consent import askable
from shell.formats import country_name


class Choice:
    """Read from what the form holds now, sent or not: country, organisation, kind, services, classes."""

    def __init__(self, data, case, rights, actor):
        self.data, self.case, self.rights, self.actor = data, case, rights, actor
        everybody = askable(case, actor)
        self.own_country = case.organisation.country
        self.household = together(case).cases
        self.countries = sorted(
            {one.country for one in everybody} | {self.own_country},
            key=lambda code: (code != self.own_country, country_name(code)),
        )
        asked_for = next((o for o in everybody if str(o.pk) == data.get("receiver")), None)
        self.country = data.get("country") or (asked_for.country if asked_for else self.own_country)
        self.services = self.chosen_services()
        self.wanted = wanted_for(
            vars(case.summary) | {"child": not decides_alone(case.journey)}, self.services
        )
        near = [o for o in everybody if o.country == self.country]
        self.births_only = self.asks_births_only(near)
        if self.births_only:
            near = [o for o in near if takes_births(o)]
        self.organisations = ranked(near, self.wanted)
        self.receiver = asked_for if asked_for in self.organisations else None
        self.kind = self.chosen_kind()
        self.was_shown = self.receiver is not None and data.get("shown_for") == str(
            self.receiver.pk
        )
        self.set_classes()

    def asks_births_only(self, near):
        """On at first where the person agreed and somebody there takes pregnant women; then as it is ticked."""
        if not self.wanted.birth:
            return False
        if "asked_births" in self.data:
            return self.data.get("births") == "yes"
        asked = self.data.get("receiver")
        fits = [str(o.pk) for o in near if takes_births(o)]
        return bool(fits) and (not asked or asked in fits)

    def chosen_services(self):
        known = set(ServiceKind.values)
        if "shown_for" in self.data:
            return [code for code in self.data.getlist("services") if code in known]
        if not self.rights.may_read(DataClass.SERVICES):
            return []
        needs = Need.objects.filter(case=self.case).exclude(level=Need.Level.MET)
        return list(needs.values_list("service", flat=True).order_by("service"))

    def chosen_kind(self):
        if self.receiver is None:
            return ""
        kinds = kinds_for(self.receiver, child=not decides_alone(self.case.journey))
        return self.data.get("kind") if self.data.get("kind") in kinds else kinds[0]

    def set_classes(self):
        self.offered, self.basis, self.open_classes, self.on = [], None, set(), set()
        if self.receiver is None:
            return
        purpose = purpose_for(self.receiver, self.own_country)
        self.offered = classes_for(purpose)
        self.basis = basis(self.case, self.receiver, purpose)
        self.open_classes = {c for c in self.offered if self.state(c) == "open"}
        ticked = set(self.data.getlist("classes")) if self.was_shown else self.open_classes
        self.on = ticked & self.open_classes
        carrier = self.carrier
        if carrier in self.open_classes:
            self.on |= {carrier}

    @property
    def goes_along(self):
        """Not what is asked about one person alone: a paper, a decision, a guardian."""
        return self.kind in (ReferralKind.TRANSFER, ReferralKind.SERVICE, ReferralKind.RETURN)

    def along(self):
        """Each of the household: ticked or not, and what is missing. Told to the sender only."""
        ticked = set(self.data.getlist("along"))
        for one in self.household:
            agreed = DataClass.SUMMARY in shareable(one, self.receiver, {DataClass.SUMMARY})
            yield {
                "value": str(one.pk),
                "label": one.journey.reference,
                "checked": agreed and str(one.pk) in ticked,
                "locked": not agreed,
                "detail": _("An own package, by the own consent")
                if agreed
                else _("No consent is recorded for this organisation: left out"),
            }

    @property
    def carrier(self):
        """Without it nothing can be asked: the summary, or for a consulate the identity."""
        document = self.kind == ReferralKind.TRAVEL_DOCUMENT
        return DataClass.IDENTITY if document else DataClass.SUMMARY

    def state(self, data_class):
        if data_class not in self.basis.agreed:
            item = self.basis.items.get(data_class)
            if item is None:
                return "not_asked"
            return "withdrawn" if item.withdrawn_at else "not_agreed"
        return "open" if self.rights.may_read(data_class) else "unreadable"

    @property
    def may_send(self):
        return self.carrier in self.on

    def checks(self):
        for data_class in self.offered:
            state = self.state(data_class)
            fixed = data_class == self.carrier and state == "open"
            yield {
                "value": str(data_class),
                "label": DataClass(data_class).label,
                "checked": data_class in self.on,
                "locked": state != "open" or fixed,
                "fixed": fixed,
                "detail": _("Always sent, so that they can answer")
                if fixed
                else self.why(data_class, state),
            }

    def why(self, data_class, state):
        item = self.basis.items.get(data_class)
        if state == "not_asked":
            return _("The person was not asked. Ask first and record a consent.")
        if state == "unreadable":
            return unreadable()
        day = date_format(item.withdrawn_at or item.agreed_from, "DATE_FORMAT")
        if state == "withdrawn":
            return _("Withdrawn on %(day)s. To send this, ask again and record a new consent.") % {
                "day": day
            }
        if state == "not_agreed":
            return _(
                "The person said no on %(day)s. To send this, ask again and record a new consent."
            ) % {"day": day}
        return _("The person agreed on %(day)s") % {"day": day}

    def cards(self):
        count = len(self.wanted.services)
        for one in self.organisations:
            fits = len(matched(one, self.wanted))
            yield {
                "value": str(one.pk),
                "name": one.name,
                "city": one.city,
                "checked": one == self.receiver,
                "badge": _("Fits %(n)d of %(all)d") % {"n": fits, "all": count} if count else "",
                "badge_tone": "ok" if count and fits == count else "",
                "facts": facts(one),
                "checked_on": _("Checked %(day)s")
                % {"day": date_format(one.verified_on, "DATE_FORMAT")}
                if one.verified_on
                else "",
            }


def unreadable():
    return _("You cannot read this part; ask the colleague who can")


def preview(choice, kind):
    """(before, after): rows for the preview sheet, from the parts that would be sealed."""
    if choice.receiver is None:
        return [], []
    parts = compose(choice.case, receiver=choice.receiver, kind=kind, classes=choice.on)
    frame = frame_rows(
        choice.case.organisation, kind, choice.services, day_of(choice.data.get("starts_on"))
    )
    hidden = [row_for_missing(choice, c) for c in CROSSING if c not in choice.on]
    hidden.append({"label": NEVER, "state": "never"})
    shown = [(p.data_class, p.layer, rows(p.data_class, p.layer, p.content)) for p in parts]
    return frame + rows_before(shown) + hidden, frame + rows_after(shown) + hidden


def day_of(text):
    try:
        return parse_date(text or "")
    except ValueError:
        return None


def rows_before(shown):
    """The summaries, then a line for each class that stays closed until they accept."""
    found = [row for _class, layer, lines in shown if layer == Layer.SUMMARY for row in lines]
    return found + [
        {"label": DataClass(data_class).label, "state": "later"}
        for data_class, layer, _lines in shown
        if layer == Layer.IDENTIFIED
    ]


def rows_after(shown):
    """Everything; the needs once, with what the whole part says about them."""
    whole = {data_class for data_class, layer, _lines in shown if layer == Layer.IDENTIFIED}
    return [
        row
        for data_class, layer, lines in shown
        if not (data_class == DataClass.SERVICES and layer == Layer.SUMMARY and data_class in whole)
        for row in lines
    ]


def row_for_missing(choice, data_class):
    label = DataClass(data_class).label
    if data_class not in choice.offered:
        return {"label": label, "state": "never"}
    state = choice.state(data_class)
    if state == "open":
        return {"label": label, "state": "off"}
    if state == "unreadable":
        return {"label": label, "state": "unreadable", "text": unreadable()}
    if state == "not_asked":
        return {"label": label, "state": "not_asked", "text": _("The person was not asked")}
    return {"label": label, "state": "not_agreed"}


def frame_rows(sender, kind, services, starts_on):
    found = [
        {
            "label": pgettext("sender", "From"),
            "text": f"{sender.name}, {country_name(sender.country)}",
        },
        {"label": _("Request"), "text": ReferralKind(kind).label},
    ]
    if services and kind not in ANSWERED_WITHOUT_CASE:
        found.append(
            {"label": _("Services"), "text": ", ".join(map(str, service_labels(services)))}
        )
    if starts_on:
        found.append({"label": _("From the day"), "text": date_format(starts_on, "DATE_FORMAT")})
    return found


def preview_of(referral, rights, *, held=False):
    """The same sheet for a package that is frozen already: what was recalled, or is not mine to read, stays as a line."""
    frame = frame_rows(
        referral.in_name_of or referral.sender, referral.kind, referral.services, referral.starts_on
    )
    shown = [
        (part.data_class, part.layer, frozen_rows(part, rights))
        for part in sorted(
            newest(referral.parts.select_related("package"), held=held),
            key=lambda p: CROSSING.index(p.data_class),
        )
    ]
    shown.sort(key=lambda entry: entry[1] == Layer.IDENTIFIED)
    return frame + rows_before(shown), frame + rows_after(shown)


def frozen_rows(part, rights):
    label = part.get_data_class_display()
    if part.recalled_at:
        return [{"label": label, "state": "recalled", "text": _("Recalled")}]
    if not rights.may_read(part.data_class):
        return [{"label": label, "state": "unreadable", "text": unreadable()}]
    return rows(part.data_class, part.layer, read_part(part))
