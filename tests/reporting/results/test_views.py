"""Pages of compilations and figures: down to the project for readers, to firm and evidence for few, with a trace."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from grants.models import Job, Programme, Reading, RoleAssignment
from reporting.models import Compilation, Figure
from reporting.results.actions import compiling, recounting, requesting
from reporting.results.actions.following import bring_up_to_date
from reporting.results.actions.requesting import request_compilation
from tests.client import html_of
from tests.reporting.results.approved import AS_OF, CUT_OFF, fact, firm, funded, own_action, same, update_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def compiled(trained, diego):
    return compiling.compile_results(request_compilation(cut_off=CUT_OFF, as_of=AS_OF, by=diego))


@pytest.fixture
def engaged(axel, august):
    """Axel during an engagement of thirty days."""
    RoleAssignment.objects.filter(user=axel).update(valid_until=august + timedelta(days=30))
    return axel


def figure_of(compilation, code="AIV-OP-01", **dims):
    return compilation.figures.get(indicator__indicator__code=code, dims=dims)


def firms_page(figure, project):
    return reverse("results:firms", args=[figure.public_id, project.public_id])


def facts_page(figure, project, one):
    return reverse("results:facts", args=[figure.public_id, project.public_id, one.public_id])


# Compilations ------------------------------------------------------------------------------------------


def test_an_officer_asks_for_a_compilation_and_a_job_waits(login, diego, catalogue):
    Programme.objects.get_or_create(code="aiv", defaults={"name_es": "AL-INVEST Verde"})
    answer = login(diego).post(reverse("results:new"), {"cut_off": "2025-06-30", "approved_until": "2025-07-15"})

    compilation = Compilation.objects.get()
    assert answer.headers["Location"] == compilation.get_absolute_url()
    assert (compilation.cut_off, compilation.as_of.isoformat()) == (CUT_OFF, "2025-07-15T21:59:59.999999+00:00")
    assert Job.objects.get().kind == "compile_results"


def test_a_cut_off_to_come_is_refused_on_the_form_with_what_was_typed(login, diego, coffee):
    answer = login(diego).post(reverse("results:new"), {"cut_off": "2025-12-31"})

    assert answer.status_code == 422
    assert "choose an earlier cut-off" in html_of(answer)
    assert 'value="2025-12-31"' in html_of(answer)
    assert not Compilation.objects.exists()


def test_one_under_way_shows_how_far_it_is_and_asks_again(login, diego, olga, trained):
    compilation = request_compilation(cut_off=CUT_OFF, as_of=AS_OF, by=diego)
    page = html_of(login(diego).get(compilation.get_absolute_url()))
    assert "It waits for a worker." in page
    assert 'hx-trigger="every 3s"' in page

    Job.objects.update(state="running", lease_until=AS_OF, phase=compiling.COUNTING, done=1, total=3)
    progress = reverse("results:progress", args=[compilation.public_id])
    assert "Counting" in html_of(login(diego).get(progress))
    assert login(olga).get(progress).status_code == 404

    compiling.compile_results(compilation)
    assert login(diego).get(progress).headers["HX-Refresh"] == "true"


def test_one_whose_job_nobody_could_do_says_so_and_stands_in_nobodys_way(login, diego, trained):
    compilation = request_compilation(cut_off=CUT_OFF, as_of=AS_OF, by=diego)
    Job.objects.update(state="failed", error="No worker knew how to do this within an hour.")

    page = html_of(login(diego).get(compilation.get_absolute_url()))
    assert "It could not be compiled" in page
    assert "hx-trigger" not in page
    request_compilation(cut_off=CUT_OFF, as_of=AS_OF, by=diego)
    compilation.refresh_from_db()
    assert (compilation.state, compilation.error) == ("failed", "No worker knew how to do this within an hour.")


def test_one_that_failed_says_why(login, diego, trained):
    compilation = request_compilation(cut_off=CUT_OFF, by=diego)
    requesting.give_up(compilation, "The worker stopped each time this was tried.")

    page = html_of(login(diego).get(compilation.get_absolute_url()))
    assert "The worker stopped each time this was tried." in page
    assert "hx-trigger" not in page


def test_the_page_shows_net_gross_overlap_and_what_cannot_be_told_apart(login, olga, compiled):
    answer = login(olga).get(compiled.get_absolute_url())

    (row,) = [row for row in answer.context["rows"] if "AIV-OP-01" in row[0]["hint"]]
    assert [cell["text"] if isinstance(cell, dict) else cell for cell in row] == [
        "MSMEs trained", "2", "4", "1", "0–1", 2,
    ]  # fmt: skip
    assert row[0]["url"] == figure_of(compiled).get_absolute_url()
    assert compiled.inputs_sha256 in html_of(answer)


def test_the_figures_of_now_stand_first_and_are_compiled_before_they_can_leave(login, diego, olga, compiled):
    current = bring_up_to_date()
    assert login(olga).get(current.get_absolute_url()).status_code == 404

    page = login(diego).get(current.get_absolute_url())
    assert "moves with every approval" in html_of(page)
    assert page.context["action"]["url"] == reverse("results:new")
    assert "Hash of the inputs" not in html_of(page)
    first, second = login(diego).get(reverse("results:list")).context["rows"]
    assert (first[0]["url"], first[4]["hint"]) == (current.get_absolute_url(), "with every approval")
    assert second[0]["url"] == compiled.get_absolute_url()


def test_money_stands_in_three_labelled_lines(login, olga, compiled):
    answer = login(olga).get(compiled.get_absolute_url())

    lines = [(row[0]["text"], row[1]["text"]) for row in answer.context["rows"] if "Money" in row[0]["text"]]
    assert lines == [
        ("Money by country: Co-financing", "112,500.02"),
        ("Money by country: EU contribution", "450,000.01"),
        ("Money by country: Total cost", "562,500.03"),
    ]


def test_it_is_compared_with_the_one_before(login, olga, compiled, coffee):
    earlier = compiling.compile_results(request_compilation(cut_off=date(2024, 12, 31), as_of=AS_OF))
    answer = login(olga).get(compiled.get_absolute_url())

    (row,) = [row for row in answer.context["rows"] if "AIV-OP-01" in row[0]["hint"]]
    assert row[-1] == {"text": "+2", "hint": "before: 0"}
    assert f'href="{earlier.get_absolute_url()}"' in html_of(answer)
    assert "Compared with" not in html_of(login(olga).get(earlier.get_absolute_url()))


def test_it_says_where_one_country_has_over_half(login, olga, compiled):
    answer = login(olga).get(compiled.get_absolute_url())

    assert [(one["name"], one["country"]) for one in answer.context["concentrations"]] == [
        ("Projects in execution", "Peru"), ("Institutions in contracts", "Peru"),
    ]  # fmt: skip
    assert "More than half comes from one country" in html_of(answer)


def test_projects_show_how_many_firms_are_identified_by_a_tax_id(login, olga, compiled):
    answer = login(olga).get(compiled.get_absolute_url(), {"by": "project"})

    assert [(line["label"], line["identified"], line["amber"]) for line in answer.context["lines"]] == [
        ("922-AIV-001", "50.0 %", True), ("922-AIV-002", "100.0 %", False),
    ]  # fmt: skip
    assert "too few" in html_of(answer)


@pytest.mark.parametrize("by", ["country", "pillar", "stream", "call", "lot", "size", "section", "owner_sex", "status"])
def test_the_figures_are_divided_as_chosen(login, olga, compiled, by):
    answer = login(olga).get(compiled.get_absolute_url(), {"by": by})

    assert answer.context["lines"]


def test_what_a_recount_found_is_said_and_the_figure_stays(login, olga, compiled, trained):
    kuelap, misti, _nobody = trained
    same(kuelap, misti)
    recounting.recount(compiled)

    assert "some figures come out differently" in html_of(login(olga).get(compiled.get_absolute_url()))
    opened = login(olga).get(figure_of(compiled).get_absolute_url())
    assert opened.context["title"] == "MSMEs trained: 2"
    assert "it would be 1." in html_of(opened)


# Figures -----------------------------------------------------------------------------------------------


def test_the_end_of_a_day_is_that_day_on_every_page(login, diego, olga, catalogue, coffee):
    Programme.objects.get_or_create(code="aiv", defaults={"name_es": "AL-INVEST Verde"})
    login(diego).post(reverse("results:new"), {"cut_off": "2025-06-30", "approved_until": "2025-07-15"})
    compilation = compiling.compile_results(Compilation.objects.get())

    for page in (compilation, compilation.figures.first()):
        assert "15 July 2025, 23:59 (Brussels time)" in html_of(login(olga).get(page.get_absolute_url()))
    assert "approved up to 15 July 2025, 23:59" in html_of(login(olga).get("/home/"))


def test_a_figure_says_how_it_was_counted(login, olga, compiled):
    page = html_of(login(olga).get(figure_of(compiled, "AIV-OC-01").get_absolute_url()))

    assert "the last fact up to the cut-off counts, if it is neither withdrawn nor expired" in page
    assert "The headline counts: Certified, Verified." in page
    assert "AIV-OC-01, version 1" in page
    assert compiled.inputs_sha256 in page


def test_a_figure_opens_to_projects_with_their_approved_updates(login, olga, compiled):
    answer = login(olga).get(figure_of(compiled).get_absolute_url())

    assert [(row[0]["hint"], row[0]["url"], row[1]["text"]) for row in answer.context["rows"]] == [
        ("922-AIV-001", "", "1"), ("922-AIV-002", "", "2"),
    ]  # fmt: skip
    assert "(approved 10/07/2025)" in answer.context["rows"][0][3]["lines"][0]["text"]


@pytest.mark.parametrize(
    ("dims", "projects"),
    [
        ({"country": "CO"}, ["922-AIV-002"]),
        ({"pillar": "1"}, ["922-AIV-001"]),
        ({"stream": "grant"}, ["922-AIV-001", "922-AIV-002"]),
        ({"lot": "AIV-2022 1"}, ["922-AIV-001", "922-AIV-002"]),
        ({"project": "922-AIV-002"}, ["922-AIV-002"]),
        ({"country": "PE", "pillar": "2"}, ["922-AIV-002"]),
    ],
)
def test_a_cell_opens_to_its_own_projects(login, olga, compiled, dims, projects):
    answer = login(olga).get(figure_of(compiled, **dims).get_absolute_url())

    assert [row[0]["hint"] for row in answer.context["rows"]] == projects


def test_an_officer_opens_a_project_to_its_firms_and_their_evidence(login, diego, compiled, trained, coffee):
    figure, (kuelap, _misti, _nobody) = figure_of(compiled), trained
    answer = login(diego).get(figure.get_absolute_url())
    assert answer.context["rows"][0][0]["url"] == firms_page(figure, coffee)

    firms = login(diego).get(firms_page(figure, coffee))
    assert [(row[0]["text"], row[-1]) for row in firms.context["rows"]] == [
        ("?", "not identified: counted in the range only"), ("Kuélap", "yes"),
    ]  # fmt: skip

    facts = html_of(login(diego).get(facts_page(figure, coffee, kuelap)))
    assert "Lista 3" in facts
    assert "row 2" in facts
    assert not Reading.objects.filter(user=diego).exists()


def test_a_figure_opens_to_the_updates_behind_it_and_so_does_a_fact(login, diego, elena, compiled, trained, coffee):
    figure, update = figure_of(compiled), coffee.results_updates.get()

    (line,) = login(diego).get(figure.get_absolute_url()).context["rows"][0][3]["lines"]
    assert line["url"] == update.get_absolute_url()
    (said,) = [row[6] for row in login(diego).get(facts_page(figure, coffee, trained[0])).context["rows"]]
    assert said["url"] == update.get_absolute_url()
    assert said["text"] == "update to 30/06/2025, row 2"
    (line,) = login(elena).get(figure.get_absolute_url()).context["rows"][0][3]["lines"]
    assert line["url"] == ""


def test_a_compilation_leads_who_may_publish_to_doing_so(login, diego, olga, compiled):
    publish = f"/publications/propose/{compiled.public_id}/"

    assert login(diego).get(compiled.get_absolute_url()).context["action"]["url"] == publish
    assert publish not in html_of(login(olga).get(compiled.get_absolute_url()))


def test_a_fact_that_does_not_count_says_why(login, diego, coffee, catalogue):
    update, one = update_of(coffee), firm("Sol")
    fact(update, one, "AIV-OC-01", on=date(2025, 1, 1))
    fact(update, one, "AIV-OC-01", on=date(2025, 2, 1), withdrawn_on=date(2025, 6, 1))
    fact(update, one, "AIV-OC-01", item="water", status="self_declared")
    fact(update, one, "AIV-OC-01", item="soil", valid_until=date(2025, 6, 29))
    compilation = compiling.compile_results(request_compilation(cut_off=CUT_OFF, as_of=AS_OF))

    answer = login(diego).get(facts_page(figure_of(compilation, "AIV-OC-01"), coffee, one))
    assert [row[-1] for row in answer.context["rows"]] == [
        "a later fact takes its place", "withdrawn by the cut-off", "its status is not counted in the headline",
        "expired by the cut-off",
    ]  # fmt: skip


def test_what_the_firm_pages_say_counts_is_what_was_counted(login, diego, coffee, catalogue):
    """Firms of one project without a reason against them are the gross of its cell."""
    update = update_of(coffee)
    for hours, more in ((8, {}), (3, {}), (8, {"evidence": ""}), (9, {})):
        fact(update, firm(), "AIV-OP-01", quantity=Decimal(hours), **more)
    fact(update, firm(size="large"), "AIV-OP-01")
    compilation = compiling.compile_results(request_compilation(cut_off=CUT_OFF, as_of=AS_OF))
    figure = figure_of(compilation, project="922-AIV-001")

    answer = login(diego).get(firms_page(figure, coffee))
    assert len([row for row in answer.context["rows"] if row[-1] == "yes"]) == figure.gross == 2


def test_only_firms_of_the_cell_are_shown_merged_ones_where_they_count(login, diego, coffee, catalogue):
    update, peruvian, colombian = update_of(coffee), firm("Perú"), firm("Colombia", country="CO")
    moved = firm("Contada en Colombia")
    for one in (peruvian, colombian, moved):
        fact(update, one, "AIV-OP-01")
    same(colombian, moved)
    compilation = compiling.compile_results(request_compilation(cut_off=CUT_OFF, as_of=AS_OF))

    def names(country):
        answer = login(diego).get(firms_page(figure_of(compilation, country=country), coffee))
        return [row[0]["text"] for row in answer.context["rows"]]

    assert names("PE") == ["Perú"]
    assert names("CO") == ["Colombia", "Contada en Colombia"]


def test_whether_a_firm_counts_is_said_of_the_firm_it_counts_as(login, diego, coffee, catalogue):
    update, kept, reported = update_of(coffee), firm("Telar", size="unknown"), firm("Telar Grande", size="micro")
    big = firm("Mina", size="large")
    for one in (kept, reported, big):
        fact(update, one, "AIV-OP-01")
    same(kept, reported)
    same(big, firm("Mina SA", size="micro"))
    compilation = compiling.compile_results(request_compilation(cut_off=CUT_OFF, as_of=AS_OF))

    rows = login(diego).get(firms_page(figure_of(compilation), coffee)).context["rows"]
    assert [(row[0]["text"], row[-1]) for row in rows] == [
        ("Mina", "large firms and public bodies do not count"), ("Telar", "yes"), ("Telar Grande", "yes"),
    ]  # fmt: skip


@pytest.mark.parametrize("reader", ["olga", "marta", "elena"])
def test_nobody_else_opens_firms(login, request, reader, compiled, coffee, trained):
    person, figure = request.getfixturevalue(reader), figure_of(compiled)

    assert login(person).get(figure.get_absolute_url()).context["opens"] is False
    assert login(person).get(firms_page(figure, coffee)).status_code == 403
    assert login(person).get(facts_page(figure, coffee, trained[0])).status_code == 403


def test_an_auditor_opens_firms_during_an_engagement_and_every_look_is_kept(
    login, engaged, compiled, coffee, trained, august
):
    figure, browser = figure_of(compiled), login(engaged)
    for address in (
        compiled.get_absolute_url(), figure.get_absolute_url(), firms_page(figure, coffee),
        facts_page(figure, coffee, trained[0]),
    ):  # fmt: skip
        assert browser.get(address).status_code == 200

    looks = Reading.objects.filter(user=engaged).order_by("pk")
    assert [(look.document_model, look.document_id) for look in looks] == [
        ("reporting.compilation", compiled.pk), *3 * [("reporting.figure", figure.pk)],
    ]  # fmt: skip


def test_an_engagement_for_one_country_opens_the_projects_there(login, engaged, compiled, coffee, textiles):
    RoleAssignment.objects.filter(user=engaged).update(country="CO")
    figure = figure_of(compiled)

    assert login(engaged).get(firms_page(figure, textiles)).status_code == 200
    assert login(engaged).get(firms_page(figure, coffee)).status_code == 404


def test_figures_that_rest_on_no_firm_list_have_no_firms(login, diego, compiled, coffee):
    figure = figure_of(compiled, "AIV-OP-03")

    assert login(diego).get(figure.get_absolute_url()).context["opens"] is False
    assert login(diego).get(firms_page(figure, coffee)).status_code == 404


# Queries -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_take_the_same_number_of_queries_whatever_they_show(login, diego, coffee, catalogue, count):
    call = coffee.contract.award.lot.call
    projects = [coffee, *(funded(call, diego, reference=f"922-AIV-01{n}") for n in range(1, count))]
    projects.append(own_action())
    for project in projects:
        update = update_of(project)
        for _n in range(count):
            fact(update, firm(), "AIV-OP-01")
    for _n in range(count):
        compilation = compiling.compile_results(request_compilation(cut_off=CUT_OFF, as_of=AS_OF))
    figure, one = figure_of(compilation), coffee.participations.first().firm
    browser = login(diego)
    pages = {
        "list": reverse("results:list"),
        "compilation": compilation.get_absolute_url(),
        "by project": compilation.get_absolute_url() + "?by=project",
        "figure": figure.get_absolute_url(),
        "firms": firms_page(figure, coffee),
        "facts": facts_page(figure, coffee, one),
    }

    counted = {}
    for name, address in pages.items():
        browser.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(address).status_code == 200
        counted[name] = len(queries)

    assert Figure.objects.filter(compilation=compilation, breakdown="project").count() >= count
    assert counted == {"list": 4, "compilation": 9, "by project": 10, "figure": 9, "firms": 8, "facts": 10}
