"""`make bench` runs every bench there is: what is none says so."""

import ast
import subprocess
from pathlib import Path

import pytest

import bench
from bench import record
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


def test_that_figures_name_the_code_that_was_measured(tmp_path: Path) -> None:
    """And say when it was no commit. Without git they are figures all the same."""

    def git(*words: str) -> str:
        who = ("-c", "user.name=bench", "-c", "user.email=bench@example.org")
        return subprocess.run(["git", "-C", str(tmp_path), *who, *words], capture_output=True, text=True, check=True).stdout.strip()

    results = tmp_path / record.RESULTS.name
    assert record.code(tmp_path) == ""
    record.put("lost", "| s |", results)
    git("init")
    (tmp_path / "code.py").write_text("1")
    git("add", ".")
    git("commit", "-m", "first")
    commit = f"code {git('log', '-1', '--format=%h of %cs')}"
    record.put("drain", "| ms |", results, of=record.code(tmp_path))
    assert record.code(tmp_path) == commit  # the figures themselves are no code
    (tmp_path / "code.py").write_text("2")
    assert record.code(tmp_path) == f"{commit}, changed since"
    heads = {name: text.splitlines()[0] for name, text in record.read(results).items()}
    assert heads["drain"].endswith(commit)
    assert "code" not in heads["lost"]
