from django import template

from directory import values

register = template.Library()
register.filter("dated", values.dated)
