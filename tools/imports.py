"""`python -m tools.imports`: what tests and benches import of us is there. Mypy does not look at them, and a test that is not run says nothing.

By the text alone, so that nothing is run: each `from X import Y` and `import X` of a package of ours leads to a file, and to a name in it.
"""

import ast
import gc
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
OURS = ("wire", "geo", "media", "console", "backend", "simulator", "analytics", "tools", "bench", "tests")
LOOKED_AT = ("tests", "bench")


@cache
def file_of(module: str) -> Path | None:
    """Of a module or package; a folder without a file of its own is itself."""
    place = ROOT / module.replace(".", "/")
    return next((each for each in (place.with_suffix(".py"), place / "__init__.py", place) if each.exists()), None)


@cache
def names_of(module: str) -> frozenset[str]:
    """What a module has at its top: what it defines, imports and assigns, in whatever branch."""
    file = file_of(module)
    return frozenset(_bound(ast.parse(file.read_text("utf-8")).body)) if file is not None and file.is_file() else frozenset()


def _bound(body: Iterable[ast.stmt]) -> Iterator[str]:
    for each in body:
        if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield each.name
            continue
        if isinstance(each, ast.Import):
            yield from (alias.asname or alias.name.partition(".")[0] for alias in each.names)
        elif isinstance(each, ast.ImportFrom):
            for alias in each.names:
                yield from names_of(each.module or "") if alias.name == "*" else [alias.asname or alias.name]
        else:
            yield from _stored(each)
        yield from _bound(_under(each))


def _stored(statement: ast.stmt) -> Iterator[str]:
    """The names that it gives a value."""
    goals = [
        getattr(statement, "target", None),
        *getattr(statement, "targets", ()),
        *(item.optional_vars for item in getattr(statement, "items", ())),
    ]
    for goal in goals:
        yield from (part.id for part in ast.walk(goal) if isinstance(part, ast.Name)) if goal is not None else ()


def _under(statement: ast.stmt) -> Iterator[ast.stmt]:
    """The statements in it."""
    for field in ("body", "orelse", "finalbody"):
        yield from getattr(statement, field, ())
    for part in (*getattr(statement, "handlers", ()), *getattr(statement, "cases", ())):
        yield from part.body


def _statements(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    for each in body:
        yield each
        yield from _statements(_under(each))


def astray(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Lines that import what is not there, wherever in a file they stand."""
    for each in _statements(tree.body):
        if isinstance(each, ast.Import):
            yield from ((each.lineno, alias.name) for alias in each.names if _is_ours(alias.name) and file_of(alias.name) is None)
        elif isinstance(each, ast.ImportFrom) and each.module and _is_ours(each.module):
            if file_of(each.module) is None:
                yield each.lineno, each.module
                continue
            for alias in each.names:
                if alias.name != "*" and alias.name not in names_of(each.module) and file_of(f"{each.module}.{alias.name}") is None:
                    yield each.lineno, f"{each.module}.{alias.name}"


def _is_ours(module: str) -> bool:
    return module.partition(".")[0] in OURS


def main() -> None:
    files = [file for folder in LOOKED_AT for file in sorted((ROOT / folder).rglob("*.py"))]
    looked = ((file.relative_to(ROOT), astray(ast.parse(file.read_text("utf-8")))) for file in files)
    found = [f"{name}:{line} imports {what}, which is not there." for name, missing in looked for line, what in missing]
    if found or not files:
        sys.exit("\n".join(found) or "There is nothing to look at.")


if __name__ == "__main__":
    gc.disable()  # a thousand trees in which nothing goes round
    main()
