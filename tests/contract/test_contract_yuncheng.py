"""The real standard of Yuncheng, imported, in the report form (XZ-07): of every class filing conditions, limits, closing conditions beside it.

On the city's own table; where that is not beside the project the test says that it was not run.
"""

import csv
import re
from collections import defaultdict
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from backend.importers.run import run
from backend.migrations import upgrade
from backend.session import Database
from console import words
from console.api import Api
from console.connection import Connection
from console.hall.hall import Hall
from console.widgets.intake.report import ReportForm
from tests.backends import Backend
from wire.codes import Kind, Role

pytestmark = pytest.mark.gui
KINDS = {"部件": Kind.COMPONENT, "事件": Kind.EVENT}
LIMIT = re.compile(r"(\d+(?:\.\d+)?)(紧急工作时|紧急工作日|工作时|小时|工作日|天)")
SAID = {"紧急工作时": "紧急工作时", "紧急工作日": "日历日", "工作时": "工作时", "小时": "工作时", "工作日": "工作日", "天": "工作日"}  # DOMAIN 4.1


def plain(text: str) -> str:
    """Without the spaces that were typed between Chinese words."""
    return "".join(text.split())


def conditions_of(table: Path) -> dict[tuple[Kind, str], list[dict[str, str]]]:
    """The lines of the city's table by class, as it is written there."""
    found = defaultdict(list)
    with table.open(encoding="utf-8-sig", newline="") as rows:
        for row in csv.DictReader(rows):
            found[KINDS[row["kind"]], f"{int(row['big_code']):02}{int(row['small_code']):02}"].append(row)
    return found


def test_that_limit_closing_and_filing_condition_of_the_real_standard_stand_beside_the_form(
    real_data: Path, tmp_path: Path, qtbot: QtBot, dressed: None
) -> None:
    folder = real_data / "standards_case_yuncheng"
    database = Database(f"sqlite:///{tmp_path / 'yiping.db'}")
    upgrade(database.engine)
    run(database, "standards", folder / "muban.xlsx")
    backend = Backend(database, tmp_path / "data")
    backend.start()
    try:
        client = backend.client(Role.ACCEPTOR)
        assert client.user is not None
        hall = Hall(client.user)
        api = Api(Connection(backend.address, client.token))
        hall.set_catalogue(api.catalogue())
        api.connection.shutdown()
        form = ReportForm(hall)
        qtbot.addWidget(form)
        form.resize(1000, 900)
        form.show()
        _look_at_all(form, conditions_of(folder / "muban_parsed.csv"))
    finally:
        backend.stop()
        database.close()


def _look_at_all(form: ReportForm, told: dict[tuple[Kind, str], list[dict[str, str]]]) -> None:
    assert sum(map(len, told.values())) == 519
    for (kind, code), rows in told.items():
        form.small.choose(kind, code)
        form.condition.suit((kind, code))
        shown = form.condition.list
        assert shown.count() == len(rows), (kind, code)
        for number, row in enumerate(rows):
            limit = LIMIT.search(row["time_limit"])
            assert limit is not None, row
            line = shown.item(number).text()
            assert plain(row["open_condition"]) in plain(line), (kind, code)
            assert f"{limit[1]}{SAID[limit[2]]}" in plain(line), (kind, code, line)
            shown.setCurrentRow(number)
            assert plain(row["close_condition"]) in plain(form.condition._closing.text()), (kind, code)
    assert words.language() == "zh_CN"
