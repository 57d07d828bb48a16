"""The step of the procedure beside a page of a case: `{% step_beside case "tool" tool.code %}`, `"gate"`, or `"measure"`."""

from django import template

from referral.guidance import guidance_on

register = template.Library()


@register.inclusion_tag("referral/_step_beside.html")
def step_beside(case, kind, code, folded=False):
    """`folded`: one line that opens, for a page without a second column."""
    return {"panel": guidance_on(case, kind, str(code)), "folded": folded}
