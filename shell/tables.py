"""Tables of an app, made together: Django draws all models anew after each single one, most of the time of a first start."""

from django.db.migrations import SeparateDatabaseAndState


class CreateTables(SeparateDatabaseAndState):
    def __init__(self, tables):
        super().__init__(tables, tables)

    def deconstruct(self):
        return self.__class__.__qualname__, [self.database_operations], {}

    def state_forwards(self, app_label, state):
        vars(state).pop("apps", None)  # drawn once, when the first table is made
        super().state_forwards(app_label, state)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for table in self.database_operations:
            table.database_forwards(app_label, schema_editor, from_state, to_state)

    def describe(self):
        return f"Create {len(self.database_operations)} tables"
