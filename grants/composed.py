"""A question every page asks: its SQL is composed once, afterwards only the values are put in.

Composing the statement that reads the person of a session takes Django ten times as long as the
database takes to answer it.
"""

from copy import copy

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Expression
from django.db.models.query import ModelIterable


class Slot(Expression):
    """Where a value is put in each time the question is asked."""

    def __init__(self, name, output_field):
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler, connection):
        """The place of a parameter, which is known by the slot itself until it is filled."""
        return "%s", (self,)


class Composed:
    """The rows of the query set that ``make()`` returns, whose changing values are ``Slot`` s.

    For rows of a model with what is selected together with them; nothing is prefetched.
    """

    def __init__(self, make):
        self._make = make
        self._composed = {}

    def rows(self, **values) -> list:
        """What the database answers now; ``values`` by the names of their slots."""
        return list(ModelIterable(_Asked(self, values)))

    def compiler(self, using, values):
        """What asks the database ``using``: a copy of the one that composed the statement, its slots filled."""
        if using not in self._composed:
            compiler = self._make().query.get_compiler(using=using)
            self._composed[using] = (compiler, *compiler.as_sql())
        composed, sql, parameters = self._composed[using]
        filled = tuple(values[value.name] if isinstance(value, Slot) else value for value in parameters)
        compiler = copy(composed)
        compiler.connection = connections[using]  # the thread's own
        compiler.as_sql = lambda: (sql, filled)
        return compiler


class _Asked:
    """What ``ModelIterable`` needs of a query set and its query."""

    db = DEFAULT_DB_ALIAS
    _known_related_objects = {}

    def __init__(self, composed, values):
        self.composed, self.values, self.query = composed, values, self

    def get_compiler(self, using):
        return self.composed.compiler(using, self.values)
