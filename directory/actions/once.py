"""A form sent twice has one effect: the key it carries is the id of the row that it makes."""

from django.db import IntegrityError, transaction


def kept_before(row) -> bool:
    """Insert the row. True where the same form was sent before: then what it kept stands, and nothing is written."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return True
    return False
