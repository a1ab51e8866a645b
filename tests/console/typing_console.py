"""A console that types a key for each line on its standard input and says how many it has typed: `python -m tests.console.typing_console FOLDER`."""

import sys
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from console.hall.hall import Hall
from console.widgets import theme
from console.widgets.case.dispatch import DispatchForm
from console.widgets.intake.report import ReportForm
from tests.console import town
from wire.codes import Noun, Status


def main(folder: Path) -> None:
    app = QApplication([])
    theme.wear(app, "dark")
    hall = Hall(town.user())
    town.settle(hall)
    hall.drafts.open(folder, 1)
    report, dispatch = ReportForm(hall), DispatchForm(hall)
    hall.selection.set(Noun.CASE, next(case.id for case in hall.cases if case.status is Status.PENDING_DISPATCH))
    fields = (report.matter.edit, report.course.edit, dispatch.note.edit)
    for form in (report, dispatch):
        form.show()
    for number, _ in enumerate(sys.stdin):
        QTest.keyClicks(fields[number % 3], "x")
        print(number + 1, flush=True)  # noqa: T201 - who started it reads this


if __name__ == "__main__":
    main(Path(sys.argv[1]))
