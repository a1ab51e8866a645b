"""No file grows so long that it has more than one subject: who would pass the mark looks for the rooms in it."""

from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parents[2]
ROOMS = ("wire", "geo", "media", "console", "backend", "simulator", "analytics", "tools", "bench", "tests", "resources/map/page")
MOST = 400  # lines


@pytest.mark.parametrize("room", ROOMS)
def test_that_no_file_is_longer_than_one_can_keep_in_mind(room: str) -> None:
    files = [path for kind in ("*.py", "*.js") for path in (HERE / room).rglob(kind)]
    assert files
    lines = {str(path.relative_to(HERE)): len(path.read_text(encoding="utf-8").splitlines()) for path in files}
    assert {path: count for path, count in lines.items() if count > MOST} == {}
