import logging
import traceback


class WithoutContents(logging.Formatter):
    """
    Where it failed and with what kind of error, but not its words: a database error quotes the row.

    A message is one line, whatever it quotes: nobody writes a second entry into it.
    """

    def formatException(self, exc_info):
        kind, _error, trace = exc_info
        return "".join(traceback.format_tb(trace)) + kind.__qualname__

    def formatMessage(self, record):
        return one_line(super().formatMessage(record))


def one_line(text):
    return "".join(
        sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in text
    )
