from functools import cache, lru_cache
from uuid import uuid4

from django import template
from django.conf import settings
from django.forms.utils import flatatt
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language, gettext

from shell import formats, navigation
from shell.context import LEAVE_URL
from shell.partial_dates import PartialDateWidget

register = template.Library()

SPRITE = "vendor/bootstrap-icons/icons.svg"
FLIPPED_RIGHT_TO_LEFT = {"arrow", "send", "leave", "return", "chev", "plane"}
TONES = {"plain", "ok", "due", "late", "info", "wait"}


@register.filter
def choice_input(choice):
    """One radio button or box of a field. As Django draws it, without two templates for each: a tool has hundreds."""
    data = choice.data
    return format_html(
        '<input type="{}" name="{}" value="{}"{}>',
        data["type"],
        data["name"],
        data["value"],
        flatatt(data["attrs"]),
    )


PILL = '<span class="pill"><input type="{}" name="{}" value="{}"{}><span><label for="{}">{}</label></span></span>'


@register.simple_tag
def pills(field):
    """The radio buttons of a field as pills. In one piece: a tool has hundreds of fields."""
    choices = (choice.data for choice in field.subwidgets)
    return format_html_join(
        "",
        PILL,
        (
            (
                each["type"],
                each["name"],
                each["value"],
                flatatt(each["attrs"]),
                each["attrs"].get("id", ""),
                each["label"],
            )
            for each in choices
        ),
    )


@register.simple_tag
def select_options(choices):
    """The options of a list, as Django draws them. A list of countries has hundreds, and stands in each filter."""
    return format_html_join(
        "",
        '\n  <option value="{}"{}>{}</option>',
        ((str(one["value"]), flatatt(one["attrs"]), one["label"]) for one in choices),
    )


@register.simple_tag
@cache
def icon(name, extra=""):
    classes = " ".join(
        filter(None, ["i", "i-flip" if name in FLIPPED_RIGHT_TO_LEFT else "", extra])
    )
    return format_html(
        '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        classes,
        static(SPRITE),
        name,
    )


@register.simple_tag
def palette_start(role):
    return _palette_start(role, get_language())


@cache
def _palette_start(role, language):
    """The same for everybody in a role: drawn once in each language."""
    places = {
        "sections": navigation.sections(role),
        "new_contact": navigation.new_contact(role),
    }
    return render_to_string("ui/palette_start.html", places)


@register.simple_tag
def status(tone, text, icon_name=""):
    """A badge. `tone`: plain, ok, due, late, info, wait, or empty for neutral."""
    return format_html(
        '<span class="st{}">{}{}</span>',
        f" st-{tone}" if tone in TONES else "",
        icon(icon_name) if icon_name else "",
        text,
    )


@register.simple_tag
def country_code(code, lane="n"):
    return _country_code(code, lane, get_language())


@lru_cache(2048)
def _country_code(code, lane, language):
    return format_html(
        '<abbr class="cc cc-{}" title="{}">{}</abbr>',
        lane if lane in ("a", "b", "c") else "n",
        formats.country_name(code),
        str(code or "").upper(),
    )


@register.simple_tag
def reference(ref):
    return format_html('<bdi class="ref" dir="ltr">{}</bdi>', ref)


@register.simple_tag
def route(*codes):
    """Country codes with arrows between; a country that is not decided is left out."""
    return route_of([code for code in codes if code])


@register.simple_tag
def route_of(codes):
    """Of a list. In one piece, as everything that stands in each row of a list: a template in a template costs more than its words."""
    return _route(tuple(codes), get_language())


@lru_cache(4096)
def _route(codes, language):
    return format_html(
        '<span class="route"><span class="visually-hidden">{} </span>{}</span>',
        gettext("Route:"),
        format_html_join(icon("arrow"), "{}", ((country_code(code),) for code in codes)),
    )


@register.inclusion_tag("ui/journey.html")
def journey_track(track, heading_id="journey", title=""):
    return {
        "track": track,
        "columns": track.columns(),
        "heading_id": heading_id,
        "title": title or gettext("Journey"),
    }


@register.simple_tag
def journey_columns(columns):
    """Those of `shell.track.Track.columns()`, in one piece: a journey has ten cells."""
    return format_html_join(
        "", '<li{}><div class="jt-h"><b>{}</b>{}</div>{}</li>', map(_column, columns)
    )


def _column(column):
    stage = column["stage"]
    now = flatatt({"class": "now", "aria-current": "step"}) if stage.current else ""
    cells = format_html_join("", "{}", ((_cell(one),) for one in column["cells"]))
    return now, stage.name, stage.when, cells


def _cell(cell):
    node, lane = cell["node"], cell["lane"]
    if node.state == "none":
        return format_html('<div class="jc {} none {}"></div>', lane.lane, cell["lines"])
    hand_over = ""
    if cell["hand_over"]:
        planned = " f" if cell["hand_over"] == "planned" else ""
        hand_over = format_html('<span class="jx{}"></span>', planned)
    return format_html(
        '<div class="jc {} {} {}"><span class="jn" aria-hidden="true">{}</span>{}'
        '<span class="lbl"><span class="visually-hidden">{}: </span>{}</span></div>',
        lane.lane,
        node.state,
        cell["lines"],
        icon(cell["mark"]) if cell["mark"] else "",
        hand_over,
        lane.name or formats.country_name(lane.country),
        node.label,
    )


@register.simple_tag
def bar_facts(facts):
    """Those of `ui/identity_bar.html`, in one piece: it stands above every page of a case."""
    lines = ((icon(fact["icon"]) if fact.get("icon") else "", fact["text"]) for fact in facts)
    return format_html_join("", "<li>{}{}</li>", lines)


@register.simple_tag
def subnav_places(subnav):
    """Those of `ui/subnav.html`, in one piece."""
    return format_html_join("", '<li><a href="{}"{}>{}{}</a></li>', map(_place, subnav))


def _place(place):
    count = place.get("count")
    return (
        place["url"],
        flatatt({"aria-current": "page"}) if place.get("current") else "",
        place["label"],
        format_html(' <span class="count">{}</span>', count) if count else "",
    )


@register.simple_tag
def timeline_entry(entry):
    """One entry of `ui/timeline.html`."""
    lane = entry.get("lane", "a") or "a"
    classes = [lane if lane != "a" else "", "solid" if entry.get("solid") else ""]
    who, text, folded = (entry.get(name) for name in ("who", "text", "folded"))
    said = ""
    if text and folded:
        said = format_html(
            '<details class="more"><summary>{}</summary><p>{}</p></details>', folded, text
        )
    elif text:
        said = format_html("<p>{}</p>", text)
    return format_html(
        '<li class="{}"><b>{}</b> <span class="meta"><time>{}</time>{}</span>{}</li>',
        " ".join(filter(None, classes)),
        entry.get("title", ""),
        entry.get("when", ""),
        format_html(", {}", who) if who else "",
        said,
    )


@register.simple_tag
def pairs(rows):
    """What stands in `ui/kv.html`: of dictionaries with `label` and `text`, or of pairs."""
    said = (
        (row.get("label", ""), row.get("text", "")) if isinstance(row, dict) else row[:2]
        for row in rows
    )
    return format_html_join(
        "", "<dt>{}</dt><dd>{}</dd>", ((label, text or "–") for label, text in said)
    )


@register.simple_tag
def stage_pips(n, name="", total=5):
    """Five bars, and the same in words."""
    return _named_pips(int(n or 0), str(name), total, get_language())


@lru_cache(256, typed=True)
def _named_pips(n, name, total, language):
    return format_html("<span>{} {}</span>", _pips(n, total, language), name)


@lru_cache(256)
def _pips(n, total, language):
    pips = ("d" if i < n else "c" if i == n else "" for i in range(1, total + 1))
    return format_html(
        '<span class="pips" aria-hidden="true">{}</span><span class="visually-hidden">{}</span>',
        format_html_join("", '<i class="{}"></i>', ((pip,) for pip in pips)),
        gettext("Stage %(n)s of %(total)s:") % {"n": n, "total": total},
    )


ACTION_ROW = (
    '<li><div class="act"><div><a class="stretched-link" href="{}">{}</a></div>'
    '<div class="act-m">{}{}{}{}</div>{}</div></li>'
)


@register.simple_tag
def action_rows(rows):
    """Each row: {url, label, reference, route (codes), stage (number), stage_name, detail, tone, badge, badge_icon}."""
    return format_html_join("", ACTION_ROW, map(_action_row, rows))


def _action_row(row):
    badge = row.get("badge")
    if badge:
        badge = _action_badge(row.get("tone", ""), str(badge), row.get("badge_icon", ""))
    return row["url"], row["label"], *about(row), badge or ""


@lru_cache(1024, typed=True)
def _action_badge(tone, text, icon_name):
    """Many rows are due on the same day. A text that is safe is another one than the same words that are not."""
    return format_html('<div class="act-d">{}</div>', status(tone, text, icon_name))


WAITING_ROW = '<tr><td><a href="{}">{}</a></td><td>{}</td><td class="opt-col">{}</td><td class="r">{}{}</td></tr>'


@register.simple_tag
def waiting_rows(rows):
    """Each row: {url, reference, what, who, days, nudge (text of a badge)}."""
    return format_html_join("", WAITING_ROW, map(_waiting_row, rows))


def _waiting_row(row):
    nudge = format_html(" {}", status("due", row["nudge"])) if row["nudge"] else ""
    return row["url"], reference(row["reference"]), row["what"], row["who"], row["days"], nudge


def about(row, *, stage=True):
    """What stands under the words of a row, as far as it is known: reference, route, stage, detail."""
    named, route, detail = row.get("reference"), row.get("route"), row.get("detail")
    return (
        _row_reference(str(named)) if named else "",
        route_of(route) if route else "",
        stage_pips(row["stage"], row["stage_name"]) if stage and row.get("stage") else "",
        format_html('<span class="det">{}</span>', detail) if detail else "",
    )


@lru_cache(4096, typed=True)
def _row_reference(text):
    return format_html('<span><bdi class="ref" dir="ltr">{}</bdi></span>', text)


@register.simple_tag
def partial_date(value, approximate=False):
    return formats.partial_date(value, approximate)


@register.filter(name="partial_date")
def partial_date_filter(value):
    return formats.partial_date(value)


@register.simple_tag(name="ago")
def ago_tag(value):
    return formats.ago(value)


register.filter("ago", formats.ago)
register.filter("days_late", formats.days_late)
register.filter("country_name", formats.country_name)
register.filter("language_name", formats.language_name)


@register.filter
def lookup(mapping, key):
    """A value of a mapping by a key that is known only while rendering."""
    return mapping.get(key) if mapping else None


@register.simple_tag
@lru_cache(4096)
def page_url(name, *args):
    """The address of a page, or nothing where this release does not have it. A list has the same ones at each look."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


@register.simple_tag(takes_context=True)
def query(context, **changes):
    """The present query string with some values changed; an empty value takes a key away."""
    values = context["request"].GET.copy()
    for key, value in changes.items():
        if value in (None, ""):
            values.pop(key, None)
        else:
            values[key] = value
    return "?" + values.urlencode()


@register.filter
def error_links(form):
    """Every mistake of a form in the order of the page, with the field to jump to."""
    names = [name for name in _page_order(form) if name in form.errors]
    names += [name for name in form.errors if name not in names]
    return [
        {"href": _first_control(form, name), "text": text}
        for name in names
        for text in form.errors[name]
    ]


def _page_order(form):
    layout = getattr(getattr(form, "helper", None), "layout", None)
    if layout is None:
        return list(form.fields)
    return [pointer.name for pointer in layout.get_field_names()]


def _first_control(form, name):
    if name not in form.fields or form[name].is_hidden:
        return ""
    bound = form[name]
    return "#" + (bound.id_for_label or f"{bound.auto_id}_0")


@register.filter
def is_partial_date(bound):
    return isinstance(bound.field.widget, PartialDateWidget)


@register.filter
def at(sequence, place):
    return sequence[place] if place < len(sequence) else ""


@register.simple_tag
def leave_url():
    """For the one page that is made without a request."""
    return getattr(settings, "LEAVE_URL", LEAVE_URL)


@register.simple_tag
def form_key():
    """For a form of a button alone: sent twice, it acts once. A `DeskForm` brings its own."""
    return format_html('<input type="hidden" name="idempotency_key" value="{}">', uuid4())
