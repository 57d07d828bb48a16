"""The word of its own that each data class of each case holds."""

from referral.keys import EncryptedTextField


def canary(case, data_class):
    return f"Kanar{case}{data_class}"


def planted(model, case, name, secret, **values):
    """A row with the canary in each encrypted field."""
    words = {
        column.name: canary(name, secret)
        for column in model._meta.fields
        if isinstance(column, EncryptedTextField) and column.name != "born"
    }
    row = model(case=case, **words, **values)
    row.save(force_insert=True)
    return row
