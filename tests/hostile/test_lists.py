"""Every list as a file for every login: the rows and words of the page, and no others (security.md T-AC-24)."""

import csv
import io
import re
from html import unescape

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from grants.operations.listing import PER_PAGE
from tests.access import POLICY
from tests.access_rules import ACTORS
from tests.client import StrictClient
from tests.test_access import outcome, signed_in
from tests.test_consistency import own_views
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.timeout(600)]

STRANGERS = ("anonymous", "fabio", "clara", "olga")
"""Who is turned away asks for the file too; of the others test_access asks for the page, which is the same address."""

WITHOUT_TABLE = {"evaluation:answers"}
"""Its page shows no rows; what its file holds tests/grants/evaluation/test_answers_file.py looks at."""

WRITTEN_OTHERWISE = {"findings:list", "calls:questions", "results:list"}
"""Long texts stand there cut on the page and whole in the file; a day stands there in words."""

BELOW_SUMS = {"payments:ledger", "payments:transfers"}
"""The first table of their page is one of sums."""

LISTS = sorted(name for name, view in own_views() if getattr(view, "is_list", False))


@pytest.fixture
def world(noon, request):
    """The documents of the policy, also those no list stands under."""
    made = World(request.getfixturevalue)
    documents = "candidate assessment award contract payment_request account batch paid_list sanctions_list visit"
    for name in f"{documents} finding compilation sample firm_pair job letter".split():
        made.the(name)
    return made


def words(text):
    return " ".join(unescape(strip_tags(text)).split())


def test_there_are_lists():
    assert len(LISTS) >= 27


def test_a_file_shows_each_login_the_rows_of_its_page(world):
    urls = {name: reverse(name, kwargs=world.arguments(POLICY[name])) for name in LISTS}
    clients = {"anonymous": StrictClient()} | {actor: signed_in(world.person(actor)) for actor in ACTORS}
    wrong, rows = [], 0
    for name, url in urls.items():
        readers = POLICY[name].get.split()
        for actor in {*readers, *STRANGERS}:
            expected = POLICY[name].expected(actor, "get")
            answer = clients[actor].get(f"{url}?export=csv")
            if outcome(answer) not in expected:
                wrong.append(f"{name} {actor}: {outcome(answer)}, not {expected}")
            elif actor in readers and answer.headers["Content-Type"].startswith("text/csv"):
                page = clients[actor].get(url).content.decode()
                rows += _compared(name, actor, page, b"".join(answer).decode("utf-8-sig"), wrong)

    assert not wrong, "\n".join(wrong)
    assert rows > 50


def _compared(name, actor, page, content, wrong):
    """Each row of the page is in the file and the other way round, by the words of its first cell."""
    in_file = list(csv.reader(io.StringIO(content)))[2:]
    if name in WITHOUT_TABLE:
        return len(in_file)
    main = words(page.partition("<main")[2])
    for row in in_file:
        if name not in WRITTEN_OTHERWISE and len(in_file) <= PER_PAGE and words(row[0].lstrip("'")) not in main:
            wrong.append(f"{name} {actor}: {row[0]} is not on the page")
    tables = re.findall(r"<tbody>(.*?)</tbody>", page, re.S)
    tables = tables[1:] if name in BELOW_SUMS else tables
    shown = max((len(re.findall(r'<th scope="row"(?! colspan)', table)) for table in tables), default=0)
    if len([row for row in in_file if len(row) > 1]) < shown:
        wrong.append(f"{name} {actor}: {shown} rows on the page, {len(in_file)} in the file")
    return len(in_file)
