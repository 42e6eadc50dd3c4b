"""The documents of the results half, made when an address of the access policy needs them."""

from reporting.models import Evidence
from reporting.progress.actions.updates import approve_update, begin_update, submit_update
from reporting.progress.actions.values import save_values
from reporting.publishing.actions.notes import begin_note
from tests.factories import NOON
from tests.reporting.progress.reporting import FIRST, SECOND, run
from tests.reporting.publishing import figures


class ResultsWorld:
    """The part of ``tests.world.World`` about what projects report and what is published."""

    def reporting_project(self):
        """The project of the signed contract, running, with its logframe."""
        return run(self.the("signed_contract"))

    def update(self):
        """Begun for the half-year to 31 December 2025, not handed in."""
        return begin_update(self.the("reporting_project"), period_end=SECOND, by=None)

    def approved_update(self):
        """That of the half-year before: Ana has handed it in, Diego approved it."""
        update = begin_update(self.the("reporting_project"), period_end=FIRST, by=None)
        save_values(update, by=self.fixture("ana"), values={"P-1": {"": "0"}})
        return approve_update(submit_update(update, by=self.fixture("ana")), by=self.fixture("diego"))

    def evidence(self):
        """A file beside a number of the open update."""
        reported = self.the("reporting_project").results.get().indicators.get(version__indicator__code="P-1")
        return Evidence.objects.create(
            update=self.the("update"), indicator=reported.version, file=self._file("lists.pdf"),
            added_by=self.fixture("ana"), added_at=NOON,
        )  # fmt: skip

    def publication(self):
        """The figures of mid-2025, published."""
        return figures.published()

    def public_project(self):
        return self.the("publication").document["projects"][0]["public_id"]

    def note(self):
        """A draft of Diego's."""
        return begin_note(self.the("publication"), country="PE", language="es", by=self.fixture("diego"))

    def published_note(self):
        """Approved by two, made directly."""
        return figures.published_note(self.the("publication"), by=self.fixture("diego"))
