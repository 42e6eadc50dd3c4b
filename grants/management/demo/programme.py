"""The whole plan of the two calls that were, put together: cases with titles and moments, and their organisations."""

from collections import Counter
from dataclasses import replace

from grants.management.demo.consortia import with_seats
from grants.management.demo.data import moment, read
from grants.management.demo.plan import Plan, draw, raw_cases, thinned
from grants.management.demo.registry import entries
from grants.management.demo.timetable import arrivals, beginning
from grants.management.demo.writing import phrases_of, texts_of

CALLS = ("2022", "2023")


def programme(scale=1) -> Plan:
    """The plan of both calls; with ``scale`` below 1 a part of it, alike in proportion."""
    cases, joins = with_seats([case for call in CALLS for case in raw_cases(call)])
    cases = [case for call in CALLS for case in _timed([case for case in cases if case.call == call], call)]
    cases = thinned(_titled(cases), scale)
    contracts = {case.contract for case in cases}
    joins = tuple(join for join in joins if join.contract in contracts)
    keys = {key for case in cases for key in case.seats} | {join.organisation for join in joins}
    return Plan(tuple(cases), entries(keys), joins)


def _timed(cases, call):
    """The cases in the order in which they came; what they are has nothing to do with when."""
    entry = next(entry for entry in read("calls.toml")["call"] if entry["slug"] == call)
    opens, closes = moment(entry["opens"]), moment(entry["closes"])
    chance = draw("timetable", call)
    in_time = [case for case in cases if case.outcome != "late"]
    late = [case for case in cases if case.outcome == "late"]
    chance.shuffle(in_time)
    on_time, after = arrivals(opens, closes, len(in_time), len(late), chance)
    return [
        replace(case, received=received, started=beginning(opens, min(received, closes), chance))
        for case, received in zip(in_time + late, on_time + after, strict=True)
    ]


def _titled(cases):
    """Each project has its own title, a double that of its original."""
    used, titles, regions = Counter(), {}, {}
    for case in sorted(cases, key=lambda case: bool(case.original)):
        chance = draw("title", case.key)
        if case.original:
            titles[case.key], regions[case.key] = titles[case.original], regions[case.original]
            continue
        words, towns = texts_of(case.language), read("places.toml")[case.country]["towns"]
        region = regions[case.key] = chance.choice(towns)[1]
        subject = phrases_of(case.sector, case.language)["title"]
        names = chance.sample(words["names"], len(words["names"]))
        made = [
            words["title"].format(name=name, title=subject[0].lower() + subject[1:], region=region) for name in names
        ]
        titles[case.key] = next(title for title in made if not used[title])
        used[titles[case.key]] += 1
    return [replace(case, title=titles[case.key], region=regions[case.key]) for case in cases]
