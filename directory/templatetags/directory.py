from django import template

from directory import values

register = template.Library()
register.filter("dated", values.dated)
register.filter("source_name", values.source_name)
register.filter("stated", values.stated)
