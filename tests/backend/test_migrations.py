"""The migrations make precisely the tables that the code knows, and bring with them what an old database holds."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from backend.migrations import upgrade
from backend.opening import opened
from backend.refusals import Setup
from backend.session import Database
from backend.settings import Settings
from backend.tables import Base
from backend.tables.cases import CaseRow
from tests.backend import past
from tests.postgres import Cluster
from wire.case_filter import CaseFilter, CaseSort
from wire.codes import CloseKind, Status

SPATIAL = re.compile(r"spatial_ref_sys|\w+_(at|box|boxes)(_node|_parent|_rowid)?|geom|geog|ix_\w+_(geom|geog)|(ix_)?(name|case)_words(_\w+)?")


def ours(_: object, name: str | None, kind: str, reflected: bool, counterpart: object) -> bool:
    """Leaves out what only a spatial index needs: PostGIS' own table and columns, R*Trees."""
    return not (reflected and counterpart is None and SPATIAL.fullmatch(name or ""))


@pytest.mark.filterwarnings("ignore:Did not recognize type 'geo")  # reflection need not know PostGIS
def test_that_migrations_make_the_tables_of_the_code(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_object": ours})
        assert compare_metadata(context, Base.metadata) == []


def test_that_a_second_start_changes_nothing(database: Database) -> None:
    upgrade(database.engine)
    with database.read() as work:
        assert work.session.execute(sa.text("SELECT count(*) FROM feed_head")).scalar_one() == 1


def test_that_a_database_of_a_newer_version_is_refused(database: Database) -> None:
    with database.engine.execution_options(write=True).begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(Setup, match="does not belong to this version"):
        upgrade(database.engine)


BEFORE_HISTORY = "0019"  # then cases had neither serial nor words
ASKED = (
    CaseFilter(limit=7),
    CaseFilter(text="路灯"),
    CaseFilter(text="井"),
    CaseFilter(text="环卫 垃圾"),  # a department by its name, and a text
    CaseFilter(text="20250303"),  # numbers
    CaseFilter(status=[Status.CLOSED], sort=CaseSort.CLOSED, limit=7),
    CaseFilter(close_kind=[CloseKind.OVERDUE], sort=CaseSort.DEADLINE, ascending=True),
)


@pytest.fixture
def empty(database: Database, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database of the same kind in which there is nothing, not even tables."""
    if database.kind == "sqlite":
        yield f"sqlite:///{tmp_path / 'old.db'}"
        return
    cluster: Cluster = request.getfixturevalue("postgres").cluster
    name = cluster.create()
    yield cluster.url(name)
    cluster.drop(name)


@pytest.mark.filterwarnings("ignore:Did not recognize type 'geo")
def test_that_the_cases_of_an_old_database_are_found_by_every_filter(database: Database, empty: str, tmp_path: Path) -> None:
    past.fill(database, 300)
    old = Database(empty)
    upgrade(old.engine, to=BEFORE_HISTORY)
    for name in ("departments", "case_numbers", "cases"):
        _copy(database, old, name)
    old.close()
    now = opened(Settings(data=tmp_path / "data", database=empty))
    for wanted in ASKED:
        told = past.found(now, wanted)
        assert told, wanted
        assert told == past.found(database, wanted), wanted
    past.add(now, 20, seed=7)  # and what comes after is found among them
    assert past.found(now, CaseFilter(text="路灯")) == past.expected(now, CaseFilter(text="路灯"))
    _change_department(now)
    assert past.found(now, CaseFilter(text="市政所")) == past.expected(now, CaseFilter(text="市政所"))
    now.close()


def _copy(source: Database, target: Database, name: str) -> None:
    """What a table holds, as far as the older one has columns for it."""
    older = sa.Table(name, sa.MetaData(), autoload_with=target.engine)
    table = Base.metadata.tables[name]
    columns = [column for column in table.columns if column.name in older.columns]
    with source.read() as work:
        rows = [dict(row) for row in work.session.execute(sa.select(*columns)).mappings()]
    with target.engine.execution_options(write=True).begin() as connection:
        typed = sa.table(name, *(sa.column(column.name, column.type) for column in columns))
        connection.execute(sa.insert(typed), rows)


def _change_department(database: Database) -> None:
    with database.write(past.CHIEF) as work:
        case = work.session.scalars(sa.select(CaseRow).where(CaseRow.department_id == "d1").order_by(CaseRow.id)).first()
        assert case is not None
        case.department_id = "d2"
