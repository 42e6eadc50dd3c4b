"""The data files of the demo, and how they are read. Pure."""

import tomllib
from datetime import UTC
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

DATA = Path(__file__).parent
BRUSSELS = ZoneInfo("Europe/Brussels")


@lru_cache(maxsize=20)
def read(name):
    """One of the data files beside this module; read once, and changed by nobody."""
    return tomllib.loads((DATA / name).read_text())


def moment(naive):
    """The moment a date and hour of Brussels in the data files stand for."""
    return naive.replace(tzinfo=BRUSSELS).astimezone(UTC)
