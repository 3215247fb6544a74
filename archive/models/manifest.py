"""What the database itself can count in an Edition's manifest."""

from typing import Any

from django.db.models import Func, IntegerField
from django.db.models.sql.compiler import SQLCompiler

WORDINGS = (
    "(SELECT COUNT(*) FROM {each}(%(expressions)s) AS line "
    "JOIN archive_translation AS wording ON wording.id = {key} "
    "WHERE wording.state IN ('edited', 'approved'))"
)


class Sentences(Func):
    """How many sentences a manifest holds."""

    output_field = IntegerField()
    function = "json_array_length"

    def as_postgresql(self, compiler: SQLCompiler, connection: Any, **context: Any) -> Any:
        """PostgreSQL's own words."""
        return self.as_sql(compiler, connection, function="jsonb_array_length", **context)


class Checked(Func):
    """How many of a manifest's wordings a person has checked."""

    output_field = IntegerField()
    template = WORDINGS.format(each="json_each", key="json_extract(line.value, '$[3]')")

    def as_postgresql(self, compiler: SQLCompiler, connection: Any, **context: Any) -> Any:
        """PostgreSQL's own words."""
        template = WORDINGS.format(each="jsonb_array_elements", key="(line ->> 3)::bigint")
        return self.as_sql(compiler, connection, template=template, **context)
