"""What lies on desks today: Ana's update came back, Pilar's is due, one waits for Diego. All fictional."""

from datetime import timedelta
from decimal import Decimal

from grants import clock
from grants.contracts.actions.own_actions import register_own_action
from grants.models import Programme, Project
from reporting.management.demo.firms import Founder
from reporting.management.demo.updates import fields_of, hand_in
from reporting.management.demo.works import chance_for, data
from reporting.progress import half_years
from reporting.progress.actions.updates import begin_update, return_update, submit_update
from reporting.progress.actions.values import save_values
from reporting.progress.queries.content import reported_of

FIRMS = 24
HOURS = Decimal(8)


def load_desks(people, organisations, now):
    """Updates of the running fictional contract and of a fictional own action, around the day of loading."""
    today = now.date()
    ended = half_years.start_of(half_years.end_of(today)) - timedelta(days=1)
    _returned_to_ana(people, ended, now)
    action = _own_action(people, organisations["lima"], now)
    _submitted_by_pilar(action, people, ended, now)
    with clock.at(now - timedelta(days=2)):
        begin_update(action, period_end=half_years.end_of(today), by=people["diego"])


def _returned_to_ana(people, ended, now):
    project = Project.objects.get(reference="DEMO-001")
    update = _filled_in(project, ended, people["ana"], people["diego"], now - timedelta(days=12))
    with clock.at(now - timedelta(days=6)):
        update = submit_update(update, by=people["ana"])
    texts = data("lists.toml")["es"]["returned"]
    first = next((one.code for one in reported_of(update) if one.value), None)
    with clock.at(now - timedelta(days=3)):
        return_update(
            update, by=people["diego"], note=texts["notes"][0], comments={first: texts["comment"]} if first else {}
        )


def _own_action(people, chamber, now):
    starts = half_years.start_of(half_years.end_of((now - timedelta(days=420)).date()))
    with clock.at(now - timedelta(days=430)):
        return register_own_action(
            Programme.objects.get(code="demo"), chamber=chamber, title="Reparar en el barrio (ficticia)",
            pillar=2, countries={"PE": Decimal(100)}, sectors={"waste": Decimal(60), "textile": Decimal(40)},
            starts_on=starts, ends_on=half_years.end_of((now + timedelta(days=200)).date()), by=people["diego"],
        )  # fmt: skip


def _submitted_by_pilar(action, people, ended, now):
    update = _filled_in(action, ended, people["pilar"], None, now - timedelta(days=9))
    with clock.at(now - timedelta(days=5)):
        submit_update(update, by=people["pilar"])


def _filled_in(project, ended, by, officer, moment):
    """The update of the half-year that ended last, with a short list and the numbers of the logframe."""
    with clock.at(moment):
        update = begin_update(project, period_end=ended, by=officer)
    with clock.at(moment + timedelta(days=1)):
        hand_in(update, _rows(project, ended), by=by, language="es")
        texts = data("lists.toml")["es"]["reported"]
        values = {
            one.code: fields_of(FIRMS * 2, one, texts, one.code, project.reference)
            for one in reported_of(update)
            if one.is_required
        }
        if values:
            save_values(update, by=by, values=values)
    return update


def _rows(project, ended):
    chance = chance_for("desk", project.reference)
    founder = Founder("PE", chance)
    first = max(project.starts_on, half_years.start_of(ended))
    days = (ended - first).days
    for _place in range(FIRMS):
        since = first + timedelta(days=chance.randint(0, days // 2))
        yield founder.found("C").listed(chance, first=True) | {
            "supported_on": since, "trained_on": since + timedelta(days=chance.randint(0, days // 3)),
            "training_hours": HOURS, "training_evidence": "Lista de asistencia 001",
        }  # fmt: skip
