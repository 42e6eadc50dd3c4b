"""The whole demo: the life of the grants, and then what came of them, up to the published figures."""

from functools import partial

from grants.management.demo.story import Story
from reporting.management.demo.audits import draw_samples
from reporting.management.demo.chambers import load_own_actions
from reporting.management.demo.desks import load_desks
from reporting.management.demo.goals import goals
from reporting.management.demo.publishing import publish
from reporting.management.demo.updates import Updates
from reporting.management.demo.visiting import Visiting
from reporting.management.demo.works import works_of


class WholeStory(Story):
    """The story of the grants with its results; ``scale`` is the part of the programme that is told."""

    def __init__(self, plan, scale, now):
        super().__init__(plan, now)
        self.scale = scale

    def stages(self):
        """Updates are told by country, for firms of one country are nobody else's."""
        yield from super().stages()
        yield [[("own actions", self.register_own_actions)]]
        yield [
            [(f"results of {', '.join(sorted(countries))}", partial(self.report, countries))]
            for countries in self._halves()
        ]
        yield [[("published figures", self.publish), ("visits", self.visit), ("desks", self.fill_desks)]]

    def register_own_actions(self):
        """Those of the programme's chambers."""
        load_own_actions(self.people, self.own)

    def report(self, countries):
        """The updates of the projects and chambers of these countries."""
        Updates(self.plan, self.scale, self.people, countries).tell()

    def publish(self):
        """Figures at both cut-offs, and the notes that rest on them."""
        publish(self.people, is_whole=self.plan.is_whole)

    def visit(self):
        """What the monitor saw in the years of the past calls."""
        Visiting(self.people, self.now).tell_past()

    def fill_desks(self):
        """What waits for people today."""
        load_desks(self.people, self.own, self.now)
        Visiting(self.people, self.now).fill_desks()
        draw_samples(self.people["axel"], self.now)

    def _halves(self):
        """The countries in two parts of about as many firms."""
        parts = [0, set()], [0, set()]
        aims = goals(works_of(self.plan), self.scale)
        for goal in sorted(aims.values(), key=lambda goal: -goal.trained.now):
            least = min(parts, key=lambda part: part[0])
            least[0] += goal.trained.now + goal.overlap + goal.enrolled
            least[1].add(goal.country)
        return [countries for _firms, countries in parts if countries]
