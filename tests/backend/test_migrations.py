"""The migrations make precisely the tables that the code knows."""

import re

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from backend.migrations import upgrade
from backend.refusals import Setup
from backend.session import Database
from backend.tables import Base

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
