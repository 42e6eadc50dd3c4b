"""Logs: one line per event, whatever somebody typed."""

import json
import logging
import sys

import pytest

from alinvest.logs import JsonFormatter, PlainFormatter

pytestmark = pytest.mark.unit


def record(message, *args, exc_info=None):
    return logging.LogRecord("grants", logging.WARNING, __file__, 1, message, args, exc_info)


def test_line_breaks_in_a_message_are_encoded():
    line = PlainFormatter("%(levelname)s %(message)s").format(record("from %s", "ana\r\nINFO forged \x1b[31m"))

    assert line == r"WARNING from ana\r\nINFO forged \x1b[31m"


def test_letters_with_accents_stay():
    assert PlainFormatter("%(message)s").format(record("Señora Muñoz, São Paulo")) == "Señora Muñoz, São Paulo"


def test_json_is_one_line_with_the_traceback_inside():
    try:
        raise ValueError("two\nlines")
    except ValueError:
        line = JsonFormatter().format(record("broken", exc_info=sys.exc_info()))

    assert line.count("\n") == 0
    assert json.loads(line)["message"] == "broken"
    assert json.loads(line)["traceback"].endswith("ValueError: two\nlines")
