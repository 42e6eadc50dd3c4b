"""The first migration made quick: one operation for all models, with their keys, constraints and indexes.

``makemigrations`` writes each of them as an operation of its own, and for each Django draws every model
again: half a minute for an empty database instead of seconds. The state is the same.
"""

import sys
from pathlib import Path

from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import AddConstraint, AddField, AddIndex, CreateModel
from django.db.migrations.writer import MigrationWriter

from grants.schema import CreateModels


def fold(operations):
    """The operations with everything put into the model it belongs to, and these into one operation.

    Raises ValueError for an operation that a first migration does not have.
    """
    created = {}
    for operation in operations:
        match operation:
            case CreateModels():
                return operations
            case CreateModel():
                created[operation.name_lower] = operation
            case AddField():
                created[operation.model_name_lower].fields.append((operation.name, operation.field))
            case AddConstraint():
                created[operation.model_name_lower].options.setdefault("constraints", []).append(operation.constraint)
            case AddIndex():
                created[operation.model_name_lower].options.setdefault("indexes", []).append(operation.index)
            case _:
                raise ValueError(f"No place for {operation.describe()}")
    return [CreateModels(list(created.values()))]


def rewrite(app):
    """Fold the app's first migration and write it anew, when it is the only one."""
    disk = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    migrations = {name: migration for (label, name), migration in disk.items() if label == app}
    if list(migrations) == ["0001_initial"]:
        migration = migrations["0001_initial"]
        migration.operations = fold(migration.operations)
        Path(sys.modules[migration.__module__].__file__).write_text(MigrationWriter(migration).as_string())


if __name__ == "__main__":
    import django

    django.setup()
    for name in sys.argv[1:]:
        rewrite(name)
