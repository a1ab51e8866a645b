"""Databases that are washed and used again: a copy of the migrated one takes a second, a wash some hundredths.

What is left of a test goes: rows, what sequences have counted, connections. A database whose schema was changed, or that has grown, is dropped.
"""

import psycopg
from psycopg import sql
from psycopg.rows import scalar_row

from tests.postgres import Cluster

MOST_BYTES = 60_000_000
TABLES = sql.SQL("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'spatial_ref_sys' ORDER BY 1")
PARTS = sql.SQL("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename ~ '^(fixes|cells)_[0-9]+$'")
OTHERS = sql.SQL("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
COUNTED = sql.SQL("SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL")
SCHEMA = sql.SQL(
    "SELECT md5(string_agg(concat_ws(' ', c.relname, c.relkind, a.attname, a.atttypid, a.attnotnull), ',' ORDER BY c.relname, a.attnum))"
    " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0"
    " WHERE n.nspname = 'public'"
)


class Washed:
    """Copies of a migrated database that nobody else connects to."""

    def __init__(self, cluster: Cluster, template: str) -> None:
        self.cluster, self.template = cluster, template
        self._clean: list[str] = []
        with self._connect(template) as connection:
            self._tables = [str(name) for name in connection.execute(TABLES)]
            self._schema = connection.execute(SCHEMA).fetchone()
            self._first = {name: rows for name in self._tables if (rows := _copied(connection, name))}

    def take(self) -> str:
        return self._clean.pop() if self._clean else self.cluster.create(self.template)

    def give_back(self, name: str) -> None:
        with self._connect(name) as connection:
            connection.execute(OTHERS)
            for part in connection.execute(PARTS).fetchall():
                connection.execute(sql.SQL("DROP TABLE {}").format(sql.Identifier(str(part))))
            grown = connection.execute("SELECT pg_database_size(current_database()) > %s", [MOST_BYTES]).fetchone()
            same = not grown and connection.execute(SCHEMA).fetchone() == self._schema
            if same:
                self._wash(connection)
        if same:
            self._clean.append(name)
        else:
            self.cluster.drop(name)

    def _wash(self, connection: "psycopg.Connection[object]") -> None:
        with connection.transaction():
            connection.execute("SET LOCAL session_replication_role = replica")  # foreign keys and triggers look away
            filled = sql.SQL(" UNION ALL ").join(
                sql.SQL("SELECT {} WHERE EXISTS (SELECT FROM {})").format(sql.Literal(name), sql.Identifier(name)) for name in self._tables
            )
            for name in connection.execute(filled).fetchall():
                connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(str(name))))
            for name, rows in self._first.items():
                with connection.cursor().copy(sql.SQL("COPY {} FROM STDIN").format(sql.Identifier(name))) as copy:
                    copy.write(rows)
            for name in connection.execute(COUNTED).fetchall():
                connection.execute(sql.SQL("ALTER SEQUENCE {} RESTART").format(sql.Identifier(str(name))))

    def _connect(self, name: str) -> "psycopg.Connection[object]":
        return psycopg.connect(self.cluster.dsn(name), autocommit=True, row_factory=scalar_row)


def _copied(connection: "psycopg.Connection[object]", name: str) -> bytes:
    with connection.cursor().copy(sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(name))) as copy:
        return b"".join(copy)
