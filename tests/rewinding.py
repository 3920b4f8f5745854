"""A database that goes back to where it was, though everything since was committed.

For tests with threads: nothing can be rolled back there, and a world is long to make. PostgreSQL
only, as a superuser: triggers remember each row written, as it was and as it became.
"""

from types import TracebackType
from typing import Any, Self

from django.apps import apps
from django.db import connection

from workflows.history import audited_models, history_model

REMEMBER = """
CREATE TABLE rewind_log (id bigserial, relation regclass, key name, was jsonb, became jsonb);
CREATE FUNCTION rewind_remember() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO rewind_log (relation, key, was, became) VALUES (
    TG_RELID, TG_ARGV[0],
    CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END,
    CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END
  );
  RETURN NULL;
END $$;
CREATE FUNCTION rewind() RETURNS void LANGUAGE plpgsql AS $$
DECLARE entry rewind_log; written text;  -- the columns that the database does not generate
BEGIN
  FOR entry IN SELECT * FROM rewind_log ORDER BY id DESC LOOP
    IF entry.became IS NOT NULL THEN
      EXECUTE format('DELETE FROM %1$s WHERE %2$I = (jsonb_populate_record(NULL::%1$s, $1)).%2$I',
                     entry.relation, entry.key) USING entry.became;
    END IF;
    IF entry.was IS NOT NULL THEN
      SELECT string_agg(quote_ident(attname), ', ') INTO STRICT written FROM pg_attribute
        WHERE attrelid = entry.relation AND attnum > 0 AND NOT attisdropped AND attgenerated = '';
      EXECUTE format(
        'INSERT INTO %1$s (%2$s) SELECT %2$s FROM jsonb_populate_record(NULL::%1$s, $1)',
        entry.relation, written) USING entry.was;
    END IF;
  END LOOP;
  DELETE FROM rewind_log;
END $$;
-- As on a replica: append-only tables and foreign keys do not look, until all is back.
ALTER FUNCTION rewind() SET session_replication_role = replica;
"""
WATCH = """
CREATE TRIGGER rewind_remember AFTER INSERT OR UPDATE OR DELETE ON "{table}"
FOR EACH ROW EXECUTE FUNCTION rewind_remember('{key}');
"""
FORGET = "DROP FUNCTION rewind_remember() CASCADE; DROP FUNCTION rewind(); DROP TABLE rewind_log;"


class Rewind:
    """From its `with` on, every row written is remembered, until `back()` undoes it all."""

    def __enter__(self) -> Self:
        watched = [
            WATCH.format(table=model._meta.db_table, key=model._meta.pk.column)
            for model in apps.get_models(include_auto_created=True)
            if model._meta.managed and not model._meta.proxy
        ]
        _execute(" ".join([REMEMBER, *watched]))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        _execute(FORGET)

    def back(self) -> None:
        _execute("SELECT rewind()")

    def start_here(self) -> None:
        """What was written until now stays."""
        _execute("DELETE FROM rewind_log")

    def done(self) -> list[str]:
        """The actions proven since, in order: `dossier.submit`."""
        names = {
            history_model(model)._meta.db_table: model._meta.model_name
            for model in audited_models()
        }
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT relation::text, became->>'transition' FROM rewind_log "
                "WHERE relation::text = ANY(%s) ORDER BY id",
                [list(names)],
            )
            return [f"{names[table]}.{action}" for table, action in cursor.fetchall()]


def _execute(statements: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statements)
