"""The rows of a desk, each list in one piece: a template for each row costs more than its words."""

from uuid import uuid4

from django import template
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from shell.templatetags.desk import about, country_code, status

register = template.Library()

ROW = (
    '<li><div class="act"><div><a class="fw-semibold" href="{}">{}</a></div>'
    '<div class="act-m">{}{}{}{}</div><div class="act-d">{}{}</div></div></li>'
)


@register.simple_tag(takes_context=True)
def work_rows(context, rows):
    """Rows of referral.views.desk; `here` of the page is where a tick leads back to."""
    token, here = get_token(context["request"]), context["here"]
    return format_html_join("", ROW, (cells(row, token, here) for row in rows))


INCOMING = '<li>{}<div class="sm muted">{} {}</div>{}</li>'


@register.simple_tag
def incoming_rows(rows):
    """Each row: {url, label, sender: {name, country}, due, late}."""
    return format_html_join("", INCOMING, map(incoming, rows))


def incoming(row):
    sender = row["sender"]
    return linked(row), country_code(sender["country"]), sender["name"], answer_by(row)


def linked(row):
    if row["url"]:
        return format_html('<a class="stretched-link" href="{}">{}</a>', row["url"], row["label"])
    return format_html("<b>{}</b>", row["label"])


def answer_by(row):
    if not row["due"]:
        return ""
    by = _("Answer by %(day)s") % {"day": date_format(localtime(row["due"]), "DATE_FORMAT")}
    return format_html(
        '<div class="mt-1">{}</div>', status("late" if row["late"] else "", by, "clock")
    )


def cells(row, token, here):
    badge = row.get("badge")
    drawn = status(row["tone"], badge, row["badge_icon"]) if badge else ""
    return row["url"], row["label"], *about(row, stage=False), drawn, buttons(row, token, here)


def buttons(row, token, here):
    words, put_off, done = (row["label"], row["reference"]), "", ""
    if row.get("may_put_off"):
        put_off = format_html(
            '<a class="btn btn-quiet btn-sm" href="{}">{}'
            '<span class="visually-hidden">: {} {}</span></a>',
            task_page("task_put_off", row),
            _("Put off"),
            *words,
        )
    if row.get("may_finish"):
        done = format_html(
            '<form method="post" action="{}"><input type="hidden" name="csrfmiddlewaretoken" value="{}">'
            '<input type="hidden" name="idempotency_key" value="{}"><input type="hidden" name="next" value="{}">'
            '<button class="btn btn-quiet btn-sm">{}<span class="visually-hidden">: {} {}</span></button></form>',
            task_page("task_done", row),
            token,
            uuid4(),
            here,
            _("Done"),
            *words,
        )
    return format_html('<div class="row-flex">{}{}</div>', put_off, done) if put_off or done else ""


def task_page(name, row):
    return reverse(name, args=[row["task"]])
