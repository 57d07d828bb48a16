import logging
import traceback


class WithoutContents(logging.Formatter):
    """Where it failed and with what kind of error, but not its words: a database error quotes the row."""

    def formatException(self, exc_info):
        kind, _error, trace = exc_info
        return "".join(traceback.format_tb(trace)) + kind.__qualname__
