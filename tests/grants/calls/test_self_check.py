"""Could we apply? A few answers against the call's own rules, on a page that keeps nothing."""

from decimal import Decimal

import pytest
from django.urls import reverse

from grants.calls.self_check import CODES, PROFIT, Finding, Plan, Rules, check
from grants.calls.self_check_messages import sentence

RULES = Rules(
    countries=frozenset({"PE", "IT"}),
    least={"la": 1, "eu": 1},
    grant=(Decimal(200_000), Decimal(300_000)),
    share=(Decimal(50), Decimal(80)),
    months=(18, 27),
)
GOOD = {
    "country": "PE", "kind": "chamber", "sides": {"la": 1, "eu": 1},
    "grant": Decimal(300_000), "total": Decimal(375_000), "months": 27,
}  # fmt: skip


@pytest.mark.unit
@pytest.mark.parametrize(
    ("change", "unmet"),
    [
        ({}, []),
        ({"country": "FR"}, ["country_unmet"]),
        ({"kind": PROFIT}, ["kind_unmet"]),
        ({"sides": {"la": 2, "eu": 0}}, ["side_unmet"]),
        ({"grant": Decimal(199_999)}, ["grant_unmet"]),
        ({"grant": Decimal(200_000), "total": Decimal(400_000)}, []),
        ({"grant": Decimal(200_000), "total": Decimal("400000.01")}, ["share_unmet"]),
        ({"total": Decimal("374999.99")}, ["share_unmet"]),
        ({"total": Decimal(0)}, ["share_unmet"]),
        ({"months": 17}, ["months_unmet"]),
        ({"months": 28}, ["months_unmet"]),
    ],
)
def test_each_rule_is_judged_at_its_limits(change, unmet):
    assert [one.code for one in check(RULES, Plan(**GOOD | change)) if not one.is_met] == unmet


@pytest.mark.unit
@pytest.mark.parametrize("code", CODES)
def test_every_finding_has_a_sentence(code):
    params = {
        "country": "PE",
        "side": "la",
        "count": 1,
        "least": Decimal(1),
        "most": Decimal(2),
        "share": Decimal("79.999"),
    }

    assert sentence(Finding(code, True, params)).endswith(".")


def ask(client, call, **change):
    typed = {
        "country": "PE", "kind": "chamber", "la": "1", "eu": "1",
        "grant": "300.000,00", "total": "375000", "months": "24",
    }  # fmt: skip
    url = reverse("public:call_check", kwargs={"lang": "en", "slug": call.slug})
    return client.get(url, typed | change)


@pytest.mark.django_db
def test_a_plan_is_answered_in_sentences_without_an_account_and_nothing_is_kept(client, call, noon):
    response = ask(client, call)

    page = " ".join(response.content.decode().split())
    assert "Your plan fits the rules that can be checked here" in page
    assert "The grant pays 80 % of the total cost: allowed are 50 to 80 %." in page
    assert response.cookies == {}


@pytest.mark.django_db
def test_what_does_not_fit_stands_first(client, call, noon):
    page = " ".join(ask(client, call, country="FR", eu="0").content.decode().split())

    assert "Your plan does not fit the rules yet" in page
    assert page.index("France is not an eligible country") < page.index("The duration lies within")
    assert "European Union: your consortium has 0 of at least 1 organisations." in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong", [{"grant": "300,000"}, {"country": "XX"}, {"months": "two"}, {"la": "-1"}, {"kind": ""}]
)
def test_wrong_answers_are_told_beside_them(client, call, noon, wrong):
    response = ask(client, call, **wrong)

    assert response.status_code == 422
    assert "Your plan" not in response.content.decode()


@pytest.mark.django_db
def test_the_page_of_an_open_call_leads_to_it(client, call, noon):
    page = client.get(reverse("public:call", kwargs={"lang": "es", "slug": call.slug})).content.decode()

    assert reverse("public:call_check", kwargs={"lang": "es", "slug": call.slug}) in page
