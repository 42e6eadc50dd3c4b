"""Pages of compilations and figures."""

from grants.formats import number


def country_of(user):
    """The country whose way of writing numbers a person reads."""
    return user.number_country()


def amount(value, version, country):
    """A figure with the decimals of its indicator."""
    return "–" if value is None else number(value, version.decimals, country)


def change(now, then, version, country):
    """By how much a figure rose or fell, with its sign."""
    if then is None:
        return "–"
    text = number(abs(now - then), version.decimals, country)
    return f"+{text}" if now > then else f"−{text}" if now < then else text
