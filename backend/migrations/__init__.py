"""The steps from an empty database to today's, by Alembic; they are inside the package so that they run where it is installed."""

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.util import CommandError

from backend.refusals import Setup

LOCK = 0x59_69_70  # two processes that start at once must not both make the tables


def upgrade(engine: sa.Engine, to: str = "head") -> None:
    """Bring the database to head, or to an earlier step, all or nothing; `Setup` when it was made by a newer version."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    with engine.execution_options(write=True).begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(sa.text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, to)
        except CommandError as error:
            raise Setup(f"The database does not belong to this version of the backend: {error}") from error
