"""What stands in a cell of a workbook as the text a person would have typed. Pure."""

import datetime
from decimal import Decimal

from grants import formats


def text_of(cell, *, is_number=False) -> str:
    """A cell as text that is understood as what it shows; of a number the fifteen digits a sheet keeps.

    >>> text_of(1.125, is_number=True), text_of(1.125), text_of(3.0)
    ('1.1250', '1.125', '3')
    """
    if isinstance(cell, bool):
        return "yes" if cell else ""
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat() if cell.time() == datetime.time() else cell.isoformat(" ")
    if isinstance(cell, (datetime.date, datetime.time)):
        return cell.isoformat()
    if isinstance(cell, str):
        return formats.clean_text(cell).strip()
    number = Decimal(f"{cell:.15g}")
    if is_number:
        return formats.typed_number(number)
    shown = format(number, "f")
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def day_of(number) -> str:
    """The day a bare number of a sheet stands for, where a program dropped the look of its dates; "" for none.

    >>> day_of(45731), day_of(7.5), day_of(99999999)
    ('2025-03-15', '', '')
    """
    if number != int(number) or not 20_000 < number < 80_000:
        return ""
    return (FIRST_DAY + datetime.timedelta(days=int(number))).isoformat()


FIRST_DAY = datetime.date(1899, 12, 30)
"""Day 0 of a spreadsheet."""
