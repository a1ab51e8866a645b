"""The organisation of a centre as data: the table of transitions with what is other in the mode that the city works in (DOMAIN 2.8)."""

import tomllib
from pathlib import Path
from typing import Any

from wire.codes import Status

ENDS = (Status.CLOSED, Status.VOIDED)
OPEN = [status for status in Status if status not in ENDS]
Table = dict[str, Any]


def table(folder: Path, mode: str | None = None) -> Table:
    """What stands in transitions.toml, as it is in `mode`; without one, in the mode that the file names. Errors of reading come as they are."""
    base = tomllib.loads((folder / "transitions.toml").read_text("utf-8"))
    mode = base["mode"] = mode or base.get("mode")
    if (path := folder / "modes" / f"{mode}.toml").is_file():  # a mode without a file is refused where its name is read
        other = tomllib.loads(path.read_text("utf-8"))
        base["transition"] = _merged(base.get("transition", []), other.pop("transition", []))
        base |= other
    for row in base.get("transition", []):
        row["from"] = _spelt_out(row.get("from", []))
    return base


def _merged(rows: list[Table], others: list[Table]) -> list[Table]:
    by_id = {row.get("id"): row for row in rows}
    for row in others:
        by_id[row.get("id")] = by_id.get(row.get("id"), {}) | row
    return list(by_id.values())


def _spelt_out(sources: Any) -> Any:
    if not isinstance(sources, list):
        return sources
    return [status for source in sources for status in (OPEN if source == "OPEN" else [source])]
