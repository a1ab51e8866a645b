"""An import that has moved is found in tests and benches, and there is none now."""

import ast

from tools.imports import astray, main


def test_that_tests_and_benches_import_nothing_that_has_moved() -> None:
    main()


def test_that_an_import_of_what_has_moved_is_found() -> None:
    text = """
from bench import stage, nowhere
from backend.session import Database, Moved
from backend.gone import any
import console.gone.away
from tests.backends import *
def late():
    from wire.codes import Role, NoRole
"""
    assert [(line, what) for line, what in astray(ast.parse(text))] == [
        (2, "bench.nowhere"),
        (3, "backend.session.Moved"),
        (4, "backend.gone"),
        (5, "console.gone.away"),
        (8, "wire.codes.NoRole"),
    ]
