"""The fixtures of `tests.backends`: `url`, `database`, `backend`, on SQLite and on PostgreSQL. Its docstring says how to use them."""

from tests.backends import *  # noqa: F403
