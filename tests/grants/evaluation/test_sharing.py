"""Sharing proposals out by lot: the worked table of sharing.py, and what is true of every draw."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.evaluation.sharing import Proposal, Reader, draw

pytestmark = pytest.mark.unit


def reader(key, languages="", country="DE", load=0, barred=()):
    return Reader(key, frozenset(languages.split()), country, load, frozenset(barred))


@pytest.mark.parametrize(
    ("readers", "proposal", "chosen"),
    [
        ([reader("A", "es"), reader("B", "es", load=3)], Proposal("P", "es", "PE", 1), "A"),
        ([reader("A", "es", "PE"), reader("B", "es", load=3)], Proposal("P", "es", "PE", 1), "B"),
        ([reader("A", "es"), reader("B", "pt-br")], Proposal("P", "pt-br", "BR", 1), "B"),
        ([reader("A", "es", barred=["P"]), reader("B", "es", load=9)], Proposal("P", "es", "PE", 1), "B"),
        ([reader("A", "es")], Proposal("P", "pt-br", "BR", 1), None),
    ],
)
def test_the_draw_is_as_the_worked_table_says(readers, proposal, chosen):
    found = draw([proposal], readers, seed="1")

    assert found.pairs == (() if chosen is None else (("P", chosen),))
    assert found.lacking == ({"P": 1} if chosen is None else {})


def test_two_who_could_read_everything_share_it_evenly():
    found = draw([Proposal(f"P{n}", needed=1) for n in range(11)], [reader("A"), reader("B")], seed="1")

    assert sorted(Counter(key for _reference, key in found.pairs).values()) == [5, 6]


def test_another_seed_is_another_draw():
    proposals, readers = [Proposal(f"P{n}", needed=1) for n in range(20)], [reader("A"), reader("B")]

    assert draw(proposals, readers, seed="1") != draw(proposals, readers, seed="2")


languages = st.frozensets(st.sampled_from(["es", "pt-br", "en"]))
countries = st.sampled_from(["PE", "BR", "DE"])
references = [f"P{n}" for n in range(8)]
several_readers = st.lists(
    st.builds(
        Reader, st.sampled_from("ABCDEF"), languages, countries, st.integers(0, 4),
        st.frozensets(st.sampled_from(references)),
    ),
    unique_by=lambda one: one.key, max_size=6,
)  # fmt: skip
several_proposals = st.lists(
    st.builds(
        Proposal, st.sampled_from(references), st.sampled_from(["", "es", "pt-br"]), countries, st.integers(0, 3)
    ),
    unique_by=lambda one: one.reference,
)


@pytest.mark.property
@given(several_proposals, several_readers, st.randoms(use_true_random=False))
def test_nobody_reads_what_is_barred_or_twice_and_order_changes_nothing(proposals, readers, random):
    found = draw(proposals, readers, seed="s")
    by_key, by_reference = {r.key: r for r in readers}, {p.reference: p for p in proposals}

    assert len(set(found.pairs)) == len(found.pairs)
    for reference, key in found.pairs:
        assert reference not in by_key[key].barred
        language = by_reference[reference].language
        assert not language or not by_key[key].languages or language in by_key[key].languages
    for proposal in proposals:
        given_to = sum(1 for reference, _key in found.pairs if reference == proposal.reference)
        assert given_to + found.lacking.get(proposal.reference, 0) == proposal.needed
    shuffled = draw(random.sample(proposals, len(proposals)), random.sample(readers, len(readers)), seed="s")
    assert shuffled == found
