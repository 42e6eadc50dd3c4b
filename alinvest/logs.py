"""One line per event, whatever a stranger typed into it."""

import json
import logging
from datetime import UTC, datetime


def one_line(text):
    r"""The text without line breaks or other control characters: they become \n, \r, \x1b."""
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode() for character in text
    )


class PlainFormatter(logging.Formatter):
    """For people at a terminal: tracebacks keep their lines, the message has one."""

    def formatMessage(self, record):
        record.message = one_line(record.message)
        return super().formatMessage(record)


class JsonFormatter(logging.Formatter):
    """For machines: one JSON object a line, the traceback inside it."""

    def format(self, record):
        event = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": one_line(record.getMessage()),
        }
        if record.exc_info:
            event["traceback"] = self.formatException(record.exc_info)
        return json.dumps(event, ensure_ascii=False)
