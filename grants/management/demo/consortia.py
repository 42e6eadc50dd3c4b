"""Who stands behind the cases of the plan: seats in consortia, dealt from the organisations of each country. Pure.

In the contracts the seats are those of history.toml: so many organisations by country, some with a
second seat. Everybody else is drawn, the least used of a country first.
"""

from collections import Counter, defaultdict
from dataclasses import replace

from grants.management.demo.data import read
from grants.management.demo.plan import Join, Outcome, draw, history

EUROPEAN = ("ES", "IT", "DE", "FR", "PT", "NL", "BE", "AT", "PL", "SE", "IE", "DK")
"""Countries of the European organisations of the demo."""

RENOUNCED_SEATS = ("PA-r1", "PA-r2", "ES-r1")


def with_seats(cases):
    """The cases with lead, partners and language, and who joins a contract later."""
    contracts = [case for case in cases if case.contract]
    seats = _latin_american_seats(contracts)
    for reference, european in _european_seats(contracts).items():
        seats[reference] += european
    made = {case.key: _seated(case, seats[case.contract], _is_led_from_europe(case)) for case in contracts}
    joins = tuple(_join(place, row) for place, row in enumerate(history()["joins"]))
    field = _Field(list(made.values()))
    for case in cases:
        if case.contract:
            continue
        if case.outcome == Outcome.RENOUNCED:
            made[case.key] = _seated(case, list(RENOUNCED_SEATS), is_european=False)
        elif not case.original:
            made[case.key] = field.seat(case)
    for case in cases:
        if case.original:
            first = made[case.original]
            made[case.key] = replace(case, lead=first.lead, partners=first.partners, language=first.language)
    return [made[case.key] for case in cases], joins


def country_of(key) -> str:
    """The country an organisation's key begins with."""
    return key[:2]


def language_of(key) -> str:
    """The language an organisation writes in."""
    return read("places.toml")[country_of(key)]["language"]


def _latin_american_seats(contracts):
    by_country = defaultdict(list)
    for case in contracts:
        by_country[case.country].append(case.contract)
    seats = {}
    for country, references in by_country.items():
        keys = [f"{country}-{place:02d}" for place in range(history()["contract_organisations"][country])]
        for place, key in enumerate(keys):
            seats.setdefault(references[place % len(references)], []).append(key)
        for place in range(history()["second_seats"].get(country, 0)):
            # Led by the first call's, in the second call's team.
            seats[references[-1 - place]].append(keys[place])
    return seats


def _european_seats(contracts):
    counts = history()["contract_organisations"]
    keys = [f"{country}-{place:02d}" for country in EUROPEAN for place in range(counts.get(country, 0))]
    draw("european seats").shuffle(keys)
    references = [case.contract for case in contracts]
    seats = {reference: [keys[place % len(keys)]] for place, reference in enumerate(references)}
    for place in range(history()["second_seats"]["EU"]):
        seats[references[3 * place]].append(keys[place + 1])
    return seats


def _is_led_from_europe(case):
    return draw("led from", case.key).random() < 0.3


def _seated(case, keys, is_european):
    lead = next((key for key in keys if (country_of(key) in EUROPEAN) == is_european), keys[0])
    partners = tuple(key for key in keys if key != lead)
    return replace(case, lead=lead, partners=partners, language=language_of(lead))


def _join(place, row):
    return Join(contract=row["contract"], organisation=f"{row['country']}-j{place}", on=row["on"])


class _Field:
    """The organisations of everybody without contract: others of their country, and holders of contracts too."""

    def __init__(self, contracts):
        self.used = defaultdict(Counter)
        self.special = Counter()
        self.pools = defaultdict(list)
        for case in contracts:
            self.used[case.call].update(case.seats)
        for country, count in history()["contract_organisations"].items():
            self.pools[country] += [f"{country}-{place:02d}" for place in range(count)]
        for country, (_weight, count) in history()["others"].items():
            self.pools[country] += [f"{country}-x{place}" for place in range(count)]

    def seat(self, case):
        """Two to five organisations, the lead from either side."""
        chance = draw("seats", case.key)
        american = self._take(case, [case.country], chance.choice([1, 1, 1, 2, 2, 3]), chance)
        european = self._take(case, EUROPEAN, chance.choice([1, 1, 1, 2]), chance)
        if case.reason in ("for_profit", "public_body"):
            self.special[case.country, case.reason] += 1
            mark = {"for_profit": "f", "public_body": "b"}[case.reason]
            american.insert(0, f"{case.country}-{mark}{self.special[case.country, case.reason]}")
            return _seated(case, american + european, is_european=False)
        return _seated(case, american + european, is_european=chance.random() < 0.27)

    def _take(self, case, countries, count, chance):
        used = self.used[case.call]
        keys = [key for country in countries for key in self.pools[country]]
        ranked = sorted(keys, key=lambda key: (used[key], sum(other[key] for other in self.used.values())))
        least = used[ranked[0]]
        nearest = [key for key in ranked if used[key] == least]
        chosen = chance.sample(nearest, min(count, len(nearest)))
        used.update(chosen)
        return chosen
