"""Where the bars of a workplan stand: pure arithmetic, in units of the drawing."""

from dataclasses import dataclass

NAME_WIDTH = 230
MONTH_WIDTH = 26
NARROW_MONTH = 14
MANY_MONTHS = 36
ROW_HEIGHT = 34
HEAD_HEIGHT = 28
BAR_HEIGHT = 20
LONGEST_NAME = 36
LETTER_WIDTH = 7
GAP = 8


@dataclass(frozen=True)
class Bar:
    """An activity in the drawing: its name, its line, and the bar on it; no bar while its months are not known."""

    name: str
    label: str
    span: str
    middle: float
    top: float
    left: float
    width: float
    label_left: float
    label_anchor: str
    is_inside: bool


@dataclass(frozen=True)
class Tick:
    """A month in the head of the drawing; ``is_named`` where its number is written."""

    number: int
    left: float
    middle: float
    is_named: bool
    begins_year: bool


@dataclass(frozen=True)
class Gantt:
    """The whole drawing."""

    width: float
    height: float
    ticks: tuple
    bars: tuple


def gantt(rows, months) -> Gantt:
    """``rows`` are (name, label, span, first month, last month) from the top; ``months`` those of the project.

    Bars that go further widen the drawing, so that what is too long is seen to be.
    """
    last = max([months or 12, *(row[4] or 0 for row in rows), *(row[3] or 0 for row in rows)])
    wide = NARROW_MONTH if last > MANY_MONTHS else MONTH_WIDTH
    width = NAME_WIDTH + last * wide
    bars = tuple(_bar(place, row, wide, width) for place, row in enumerate(rows))
    step = 3 if last > 18 else 1
    ticks = tuple(
        Tick(
            number=number,
            left=NAME_WIDTH + (number - 1) * wide,
            middle=NAME_WIDTH + (number - 0.5) * wide,
            is_named=number == 1 or number % step == 0,
            begins_year=number % 12 == 1,
        )
        for number in range(1, last + 1)
    )
    return Gantt(width=width, height=HEAD_HEIGHT + len(rows) * ROW_HEIGHT, ticks=ticks, bars=bars)


def _bar(place, row, wide, width):
    name, label, span, first, last = row
    top = HEAD_HEIGHT + place * ROW_HEIGHT
    is_known = first is not None and last is not None and first <= last
    left = NAME_WIDTH + (first - 1) * wide if is_known else NAME_WIDTH
    bar = (last - first + 1) * wide if is_known else 0
    length = LETTER_WIDTH * len(label)
    if left + bar + GAP + length <= width:
        label_left, anchor, is_inside = left + bar + GAP, "start", False
    elif left - GAP - length >= NAME_WIDTH:
        label_left, anchor, is_inside = left - GAP, "end", False
    else:
        label_left, anchor, is_inside = left + GAP, "start", True
    return Bar(
        name=name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1].rstrip() + "…",
        label=label,
        span=span,
        middle=top + ROW_HEIGHT / 2,
        top=top + (ROW_HEIGHT - BAR_HEIGHT) / 2,
        left=left,
        width=bar,
        label_left=label_left,
        label_anchor=anchor,
        is_inside=is_inside,
    )
