"""What Axel has done in his engagement: a sample of the payments, one of the firms trained."""

from datetime import timedelta

from grants import clock
from grants.models import RoleAssignment
from grants.permissions import Role
from reporting.auditing.actions.drawing import draw_sample
from reporting.auditing.queries.populations import Choice, Population
from reporting.models import Compilation, Figure

TRAINED = "AIV-OP-01"


def draw_samples(axel, now):
    """Payments by monetary unit, two weeks ago; firms trained in each country, the week after."""
    engagement = RoleAssignment.objects.get(user=axel, role=Role.AUDITOR)
    with clock.at(now - timedelta(days=14)):
        choice = Choice(engagement, "payments", clock.now())
        _draw(axel, choice, "monetary", 12, "Tests of details on payments: authorisation, account, ledger.")
    with clock.at(now - timedelta(days=7)):
        compilation = Compilation.objects.done().first()
        wholes = Figure.objects.filter(compilation=compilation, dims={}, indicator__indicator__code=TRAINED)
        figure = wholes.select_related("compilation", "indicator__indicator").get()
        choice = Choice(engagement, "facts", compilation.as_of, compilation, figure)
        _draw(axel, choice, "stratified", 30, "Firms trained: attendance lists to be seen at the associations.")


def _draw(axel, choice, method, size, note):
    size = min(size, Population(choice, axel).sums.count)
    if size:
        draw_sample(choice.engagement, choice=choice, method=method, size=size, note=note, by=axel)
