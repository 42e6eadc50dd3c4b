"""What visits and findings know of their project beside what every document about one does."""

from django.db.models import Q

from grants import clock
from grants.organisations.models import RoleAssignment
from grants.permissions import Role
from reporting.progress.models.about import AboutProject


class AboutVisitedProject(AboutProject):
    """A document of the monitoring of a ``project``."""

    def country_codes(self):
        """The countries the project works in, kept on the instance."""
        if not hasattr(self, "_country_codes"):
            self._country_codes = set(self.project.countries.values_list("country", flat=True).order_by())
        return self._country_codes

    def monitors_of_the_country(self):
        """Who is monitor of the project's call and country and has no conflict of interest. Two queries."""
        scope = Q(country="") | Q(country__in=self.country_codes())
        scope &= Q(call=None) | Q(call=self.call) if self.call else Q(call=None)
        return self._free_of_conflict(RoleAssignment.objects.in_force(clock.now()).filter(scope, role=Role.MONITOR))
