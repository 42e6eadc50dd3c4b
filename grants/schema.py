"""How the first migration makes its tables. Named by migrations: it never moves."""

from django.db.migrations.operations.base import Operation


class CreateModels(Operation):
    """All models of an app at once, whoever points to whom.

    One by one, Django draws every model again for each of them: half a minute for a hundred. Foreign
    keys become constraints when all tables are there, so circles need no second step.
    """

    reversible = True

    def __init__(self, models):
        self.models = models

    def state_forwards(self, app_label, state):
        """Add the models; what was drawn of the state is drawn anew when it is asked for, once."""
        state.__dict__.pop("apps", None)
        for model in self.models:
            model.state_forwards(app_label, state)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        """Make the tables with their constraints and indexes."""
        for model in self.models:
            model.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        """Take the tables away, the last first."""
        for model in reversed(self.models):
            model.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self):
        """What ``migrate`` says."""
        return f"Create {len(self.models)} models"
