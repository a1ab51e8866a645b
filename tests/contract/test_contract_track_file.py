"""A track that is exported as CSV from its pane: the table, and beside it what its columns and the rules of cleaning are."""

import csv
import json
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from backend.photos import PhotoStore
from console.api import ApiError
from console.exchange import written
from console.widgets.export import ExportForm
from tests.backend.exported import BEGIN, END, build
from tests.backend.test_exports import PNG
from tests.backends import Backend
from tests.contract.conftest import ApiOf
from wire.codes import Role
from wire.exports import ExportFormat, ExportLayer, ExportOrder

pytestmark = pytest.mark.gui
ORDER = ExportOrder(layers=[ExportLayer.TRACK], format=ExportFormat.CSV, unit_id="u1", start=BEGIN, end=END, language="en")


def test_that_a_csv_is_written_with_what_explains_it(backend: Backend, api_of: ApiOf, tmp_path: Path) -> None:
    build(backend.database, PhotoStore(backend.data / "photos"), PNG)
    api = api_of(Role.DISPATCHER, name="li")
    beside = written(api, ORDER, tmp_path / "李 day.csv")
    assert beside == tmp_path / "李 day.csv-metadata.json"
    said = json.loads(beside.read_bytes())
    assert said["url"] == "李 day.csv"
    assert {note["fault"] for note in said["notes"]} == {"ZERO", "MOCK", "DUPLICATE", "ACCURACY", "TUNNEL", "JUMP"}
    head = next(csv.reader((tmp_path / "李 day.csv").read_text("utf-8-sig").splitlines()))
    assert [column["titles"] for column in said["tableSchema"]["columns"]] == head
    with pytest.raises(ApiError):
        written(api, ORDER, tmp_path / "nowhere" / "day.csv")
    assert sorted(path.name for path in tmp_path.glob("*day.csv*")) == ["李 day.csv", "李 day.csv-metadata.json"]


def test_that_the_form_says_what_stands_beside(qtbot: QtBot, tmp_path: Path) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    form = ExportForm(parent)
    form.tell_written(tmp_path / "day.csv", tmp_path / "day.csv-metadata.json")
    assert "day.csv-metadata.json" in form.outcome.text()
    form.tell_written(tmp_path / "day.gpkg")
    assert "metadata" not in form.outcome.text()
