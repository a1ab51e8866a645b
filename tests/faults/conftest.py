"""The databases of `tests.backends`."""

from tests.backends import empty_sqlite, postgres, url

__all__ = ["empty_sqlite", "postgres", "url"]
