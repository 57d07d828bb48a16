def put(values):
    """A `write` for the actions: puts these values into the row."""

    def write(row):
        for name, value in values.items():
            setattr(row, name, value)

    return write
