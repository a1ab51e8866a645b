"""What an import says when it ends, or why it did not begin."""

import csv
from dataclasses import dataclass, field
from pathlib import Path

from backend.refusals import Setup

SHOWN = 20


class ImportRefused(Setup):
    """The file as a whole cannot be imported; the text is one sentence for a person. Nothing was written."""


@dataclass(frozen=True)
class Reject:
    """A row that was left out: its number in the file (header and blank lines count) or of its feature, and why."""

    row: int
    reason: str
    layer: str = ""

    def __str__(self) -> str:
        where = f"{self.layer}, row {self.row}" if self.layer else f"row {self.row}"
        return f"{where}: {self.reason}"


@dataclass
class Report:
    """`read` = `stored` + `doubled` + rejects. Doubled: known already, and the same. `remarks` are about rows that were stored all the same.

    `disordered`: of fixes, rows that stand after a later one of their unit; they were put in their place.
    """

    kind: str
    read: int = 0
    stored: int = 0
    doubled: int = 0
    disordered: int = 0
    seconds: float = 0.0
    rejects: list[Reject] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def reject(self, row: int, reason: str, layer: str = "") -> None:
        self.rejects.append(Reject(row, reason, layer))

    def lines(self) -> list[str]:
        shown = [str(reject) for reject in self.rejects[:SHOWN]]
        if len(self.rejects) > SHOWN:
            shown.append(f"… and {len(self.rejects) - SHOWN} more")
        rate = f", {self.read / self.seconds:,.0f} rows/s" if self.seconds > 0 else ""
        total = (
            f"{self.kind}: {self.read} read, {self.stored} stored, {self.doubled} doubled, {len(self.rejects)} rejected in {self.seconds:.1f} s{rate}"
        )
        return [*shown, *self.remarks, total]

    def write_rejects(self, path: Path) -> None:
        """All rejects as CSV with a byte order mark, which spreadsheets need to read Chinese."""
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            table = csv.writer(file)
            table.writerow(["layer", "row", "reason"])
            table.writerows((reject.layer, reject.row, reject.reason) for reject in self.rejects)
