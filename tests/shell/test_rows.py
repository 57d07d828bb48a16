"""Rows that are drawn in one piece, with parts that are kept."""

import pytest
from django.utils.safestring import mark_safe

from shell.templatetags.desk import action_rows

MARKUP = "<b>now</b>"
ROW = {"url": "/home/", "label": "Ring"}


@pytest.mark.parametrize("name", ["badge", "reference", "stage_name"])
def test_words_that_were_safe_once_are_not_safe_for_all(name):
    safe, plain = (
        str(action_rows([ROW | {"stage": 2, "stage_name": "", name: words}]))
        for words in (mark_safe(MARKUP), MARKUP)  # noqa: S308 -- what is kept of it is looked at
    )

    assert MARKUP in safe
    assert MARKUP not in plain
    assert "&lt;b&gt;now&lt;/b&gt;" in plain
