"""Two firms that may be one: proposed by name and place, decided by a person, taken back, asked once."""

from datetime import date

import pytest

from grants.workflow import Refused
from reporting.firms.actions.pairs import keep_apart, merge_firms, propose_pairs, unmerge_firms
from reporting.firms.actions.register import Named, enter_firms
from reporting.firms.likeness import Seen, candidates
from reporting.firms.merging import root_of, roots
from reporting.firms.names import core_name
from reporting.firms.queries.register import counts_as
from reporting.models import Firm, FirmPair, FirmPairEvent

pytestmark = pytest.mark.django_db


def named(name, *, key="", identity="none", place="Cusco", country="PE", contact="", size="micro"):
    return Named(
        country, key, identity, key, name, "company", place, contact, size, "A", "female", date(2025, 1, 10)
    )  # fmt: skip


def enter(*firms):
    ids = enter_firms(list(firms)).ids
    return [Firm.objects.get(pk=number) for number in ids]


def pair_of(one, other):
    return FirmPair.objects.create(firm=one, other=other, likeness=90)


@pytest.fixture
def three(db):
    return enter(named("Café Andino"), named("Café Andino SAC"), named("Cafés Andinos"))


@pytest.mark.parametrize(
    ("name", "core"),
    [
        ("Café Andino S.A.C.", "cafe andino"),
        ("CAFE ANDINO, Sociedad Anónima Cerrada", "cafe andino"),
        ("Textiles Sol S. de R.L. de C.V.", "textiles sol"),
        ("Lácteos Paz Ltda.", "lacteos paz"),
        ("Padaria Sol Ltda - ME", "padaria sol"),
        ("Sol E.I.R.L.", "sol"),
        ("S.A.C.", "sac"),
    ],
)
def test_the_core_of_a_name_has_no_legal_form(name, core):
    assert core_name(name) == core


def test_a_known_firm_is_found_and_a_new_one_entered_once(db):
    first = enter_firms([named("Café", key="20512333797", identity="checked")])
    again = enter_firms(
        [
            named("CAFE", key="20512333797", identity="checked", size="small"),
            named("Telar", key="20100047218", identity="checked"),
            named("Telar", key="20100047218", identity="checked"),
            named("Sin número"),
        ]
    )

    assert again.ids[0] == first.ids[0]
    assert again.ids[1] == again.ids[2]
    assert (again.new, again.known, again.unidentified) == (1, 1, 1)
    assert Firm.objects.get(pk=first.ids[0]).size == "micro"


def test_the_same_key_in_two_countries_is_two_firms(db):
    one, other = enter(named("A", key="123456789", identity="unchecked"),
                       named("A", key="123456789", identity="unchecked", country="BO"))  # fmt: skip

    assert one != other


@pytest.mark.parametrize(
    ("one", "other", "is_candidate"),
    [
        (("Café Andino", "Cusco", ""), ("Cafe Andino", "cuzco", ""), True),
        (("Café Andino", "Cusco", ""), ("Cafe Andino", "Lima", ""), False),
        (("Café Andino", "Cusco", ""), ("Cafe Andino", "", ""), True),
        (("Café Andino", "Cusco", ""), ("Cafe Andina", "", ""), False),
        (("Café Andino", "Cusco", "984123456"), ("Andino Cafes", "Lima", "+51 984 123 456"), True),
        (("Café Andino", "Cusco", ""), ("Telar del Sur", "Cusco", ""), False),
    ],
)
def test_candidates_go_by_name_place_and_contact(one, other, is_candidate):
    firms = [
        Seen(pk, core_name(name), place, contact, "none") for pk, (name, place, contact) in enumerate((one, other))
    ]

    assert bool(candidates(firms, firms)) is is_candidate


def test_two_checked_ids_are_two_firms_however_alike():
    firms = [Seen(pk, "cafe andino", "Cusco", "984123456", "checked") for pk in (1, 2)]

    assert candidates(firms, firms) == []


def test_a_pair_is_proposed_once_for_ever(three, diego):
    numbers = [firm.pk for firm in three]

    assert propose_pairs(numbers) == 3
    keep_apart(FirmPair.objects.first(), by=diego)
    assert propose_pairs(numbers) == 0
    assert FirmPair.objects.filter(verdict="open").count() == 2


def test_firms_of_two_countries_are_no_pair(db):
    firms = enter(named("Café Andino"), named("Café Andino", country="BO"))

    assert propose_pairs([firm.pk for firm in firms]) == 0


def test_diego_merges_two_and_takes_it_back(three, diego):
    pair = pair_of(*three[:2])

    merge_firms(pair, by=diego, note="Misma dirección")
    assert counts_as() == {three[1].pk: three[0].pk}
    unmerge_firms(pair, by=diego)

    assert counts_as() == {}
    pair.refresh_from_db()
    assert (pair.verdict, pair.decided_by) == ("distinct", diego)
    assert list(FirmPairEvent.objects.filter(document=pair).values_list("action", "note")) == [
        ("merge", "Misma dirección"), ("unmerge", ""),
    ]  # fmt: skip


def test_the_other_one_can_be_kept(three, diego):
    merge_firms(pair_of(*three[:2]), by=diego, keep=three[1])

    assert counts_as() == {three[0].pk: three[1].pk}


def test_a_chain_is_followed_to_its_end_and_settles_what_follows_from_it(three, diego):
    one, two, three_ = three
    follows = pair_of(one, three_)
    merge_firms(pair_of(one, two), by=diego)
    merged = merge_firms(pair_of(two, three_), by=diego)

    assert roots(counts_as()) == {two.pk: one.pk, three_.pk: one.pk}
    follows.refresh_from_db()
    assert follows.verdict == "settled"
    unmerge_firms(merged, by=diego)
    follows.refresh_from_db()
    assert follows.verdict == "open"


def test_where_both_count_as_others_those_two_are_merged(db, diego):
    a, b, c, d = enter(*(named(f"Firma {letter}") for letter in "ABCD"))
    merge_firms(pair_of(a, b), by=diego)
    merge_firms(pair_of(c, d), by=diego)
    merged = merge_firms(pair_of(b, d), by=diego)

    assert (merged.firm, merged.other) == (a, c)
    assert set(roots(counts_as()).values()) == {a.pk}


def test_what_counts_as_one_is_not_merged_again_nor_kept_apart(three, diego):
    one, two, other = three
    merge_firms(pair_of(one, two), by=diego)
    merge_firms(pair_of(two, other), by=diego)
    last = pair_of(one, other)

    with pytest.raises(Refused, match="one firm already"):
        merge_firms(last, by=diego)
    with pytest.raises(Refused, match="count as one firm"):
        keep_apart(last, by=diego)


def test_a_merge_does_not_go_against_a_decision_that_they_are_two(three, diego):
    one, two, other = three
    keep_apart(pair_of(one, other), by=diego)
    merge_firms(pair_of(one, two), by=diego)

    with pytest.raises(Refused, match="It was decided that"):
        merge_firms(pair_of(two, other), by=diego)
    assert counts_as() == {two.pk: one.pk}


@pytest.mark.parametrize("verdict", ["same", "distinct"])
def test_a_decision_is_taken_once(three, diego, verdict):
    pair = pair_of(*three[:2])
    decide = merge_firms if verdict == "same" else keep_apart
    decide(pair, by=diego)

    with pytest.raises(Refused):
        decide(pair, by=diego)
    with pytest.raises(Refused):
        (keep_apart if verdict == "same" else unmerge_firms)(pair, by=diego)


def test_a_circle_is_named():
    with pytest.raises(ValueError, match="counts as itself"):
        root_of(1, {1: 2, 2: 1})


def test_the_database_takes_one_merge_of_a_firm(three):
    one, two, other = three
    FirmPair.objects.create(firm=one, other=other, likeness=1, verdict="same")

    with pytest.raises(Exception, match="firm_merged_once"):
        FirmPair.objects.create(firm=two, other=other, likeness=1, verdict="same")
