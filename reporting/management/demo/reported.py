"""What projects report without naming firms: people, tonnes. Pure."""

from reporting.management.demo.goals import apportioned
from reporting.management.demo.works import BEFORE, NOW, chance_for, data

PEOPLE_OF_A_FIRM = (115, 165)
"""Taking part in a training, of a hundred firms, from and to."""

TONNES_OF_A_PRACTICE = (40, 260)
"""Of CO2 equivalent avoided in a half-year, in hundredths, from and to."""


def reported_by(works, scale=1) -> dict:
    """{(key of the work, end of the half-year): {code: number}} of the programme's own counters."""
    seats = [(work.key, end) for work in works if not work.is_own for end in work.half_years]
    found = {seat: {} for seat in seats}
    for code, (before, added) in data("figures.toml")["reported"].items():
        weights = {seat: chance_for(code, *seat).randint(3, 9) for seat in seats}
        early = {seat: weight for seat, weight in weights.items() if seat[1] <= BEFORE}
        late = {seat: weight for seat, weight in weights.items() if seat[1] == NOW}
        for total, part in ((before, early), (added, late)):
            for seat, number in apportioned(round(total * scale), part).items():
                found[seat][code] = number
    return found


def of_the_rows(code, key, end, rows) -> int:
    """What a project reports beside its list, in keeping with it: of the logframe's reported indicators."""
    chance = chance_for(code, key, end)
    if code == "AIV-IM-01":
        practices = sum("practice_on" in row for row in rows)
        return practices * chance.randint(*TONNES_OF_A_PRACTICE) // 100
    trained = sum("trained_on" in row for row in rows)
    return trained * chance.randint(*PEOPLE_OF_A_FIRM) // 100


def women_of(number, *what) -> int:
    """How many of these people are women."""
    return number * chance_for("women", *what).randint(38, 61) // 100
