"""`make bench` runs every bench there is: what is none says so."""

import ast
from pathlib import Path

import pytest

import bench
from bench.__main__ import NO_BENCH, main, names

FOLDER = Path(bench.__file__).parent


def mains(name: str) -> list[ast.FunctionDef]:
    tree = ast.parse((FOLDER / f"{name}.py").read_text(encoding="utf-8"))
    return [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == "main"]


@pytest.mark.parametrize("name", names())
def test_that_a_bench_runs_without_words(name: str) -> None:
    (main,) = mains(name)
    needed = len(main.args.args) - len(main.args.defaults)
    assert needed == 0


def test_that_what_is_no_bench_is_there() -> None:
    assert {f"{name}.py" for name in NO_BENCH} <= {path.name for path in FOLDER.iterdir()}


@pytest.mark.parametrize("words", [[], ["nonsense"], ["video", "nonsense"]])
def test_that_an_unknown_bench_is_refused_before_any_runs(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 2
    said = capsys.readouterr().err
    assert said.startswith("bench: say some of ")
    assert said.count("\n") == 1
