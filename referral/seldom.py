"""One question for what is mostly not there. To ask costs more than to answer: a page asks once, and then only about what there is."""

from collections import Counter

from django.db.models import TextField, Value


def words_of(asked, most=1):
    """`asked`: (word, rows). Each word as often as it has rows, up to `most` for each time that it is asked."""
    first, *others = (
        rows.order_by().values_list(Value(word, TextField()))[:most] for word, rows in asked
    )
    return first.union(*others, all=True)


def counted(rows) -> Counter:
    return Counter(word for (word,) in rows)
