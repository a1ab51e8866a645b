"""The list of what was selected on the map: counts, rows, files, and one step for many cases."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTreeWidgetItem, QWidget

from console import words
from console.hall.chosen import Row
from console.hall.hall import Hall
from console.hall.offers import AT_ONCE
from console.widgets.fields import NoteField
from console.widgets.selection.contacts import owners
from console.widgets.selection.files import HEAD, to_csv
from console.widgets.selection.pane import ONLY, SelectionList
from tests.console.made import card_of
from wire import bulk
from wire.cases import AcceptOrder, Offer, ReworkOrder
from wire.codes import ComponentState, FenceKind, Noun, RegisterKind, UnitKind, Verb
from wire.components import Component
from wire.problem import Problem
from wire.units import UnitPhone

pytestmark = pytest.mark.gui
RING = [(111.0, 35.0), (111.1, 35.0), (111.1, 35.1)]


def rows_of(hall: Hall) -> list[Row]:
    rows = [Row(Noun.CASE, case.id, case.number, case.address, f"{case.kind}:{case.class_code}", case.status, 111.0, 35.0) for case in hall.cases]
    rows += [Row(Noun.UNIT, unit.id, unit.code, unit.name, unit.kind, unit.duty, 111.0, 35.0) for unit in hall.units]
    return [*rows, Row(RegisterKind.BICYCLE, "b1", "B1", '=HYPERLINK("http://x")', "哈啰", "", 111.0, 35.0)]


@pytest.fixture
def pane(show: Callable[..., QWidget], hall: Hall) -> SelectionList:
    made = SelectionList(hall)
    show(made, 1000, 420)
    hall.chosen.set(RING, rows_of(hall))
    return made


def tops(pane: SelectionList) -> dict[object, QTreeWidgetItem]:
    """The lines of the kinds."""
    return {item.data(0, ONLY)[0]: item for at in range(pane.counts.topLevelItemCount()) if (item := pane.counts.topLevelItem(at))}


def test_that_counts_stand_by_kind_and_class_and_narrow_the_rows(pane: SelectionList, hall: Hall) -> None:
    found = tops(pane)
    assert {kind: int(item.text(1)) for kind, item in found.items()} == {
        Noun.CASE: len(hall.cases),
        Noun.UNIT: len(hall.units),
        RegisterKind.BICYCLE: 1,
    }
    assert pane.model.rowCount() == len(hall.chosen.rows)
    units = found[Noun.UNIT]
    children = [child for at in range(units.childCount()) if (child := units.child(at))]
    trucks = next(child for child in children if child.data(0, ONLY)[1] == UnitKind.TRUCK)
    trucks.setSelected(True)
    assert {(row.kind, row.category) for row in pane.model.rows} == {(Noun.UNIT, UnitKind.TRUCK)}
    assert pane.model.rowCount() == int(trucks.text(1))


def test_that_a_row_is_the_selection_of_the_hall(pane: SelectionList, hall: Hall) -> None:
    located: list[tuple[float, float]] = []
    pane.located.connect(lambda *at: located.append(at))
    pane.table.go_to(0)
    row = pane.model.rows[0]
    assert (hall.selection.noun, hall.selection.id) == (Noun.CASE, row.id)
    pane.acts.locate.click()
    assert located == [(row.lon, row.lat)]
    pane.table.go_to(pane.model.rowCount() - 1)
    assert (hall.selection.noun, hall.selection.id) == (Noun.REGISTER, "BICYCLE/b1")


def test_that_csv_carries_every_row_and_no_formula(pane: SelectionList, hall: Hall, tmp_path: Path) -> None:
    pane.export(tmp_path / "a.csv")
    text = (tmp_path / "a.csv").read_bytes().decode("utf-8-sig")
    read = list(csv.DictReader(io.StringIO(text)))
    assert tuple(read[0]) == HEAD
    assert [row["id"] for row in read] == [row.id for row in hall.chosen.rows]
    assert {row["as_of"] for row in read} == {hall.clock.now().isoformat(timespec="seconds")}
    assert read[-1]["name"].startswith("'=")
    assert float(read[0]["lon"]) == hall.chosen.rows[0].lon


def test_that_geojson_is_read_as_points_with_their_facts(pane: SelectionList, hall: Hall, tmp_path: Path) -> None:
    pane.export(tmp_path / "a.geojson")
    read = json.loads((tmp_path / "a.geojson").read_bytes())
    assert len(read["features"]) == len(hall.chosen.rows)
    first = hall.chosen.rows[0]
    assert read["features"][0]["geometry"]["coordinates"] == [first.lon, first.lat]
    assert read["features"][0]["properties"]["number"] == first.code


def test_that_a_file_that_cannot_be_written_is_told_in_a_sentence(pane: SelectionList, tmp_path: Path) -> None:
    pane.export(tmp_path / "nowhere" / "a.csv")
    assert "a.csv" in pane._saved.text()
    assert pane._saved.isVisible()
    assert list(tmp_path.iterdir()) == []


def test_that_only_what_is_listed_is_exported(hall: Hall) -> None:
    assert to_csv(hall, []).decode("utf-8-sig").strip() == ",".join(HEAD)


def test_that_the_ring_becomes_a_geofence_to_be_named(pane: SelectionList, hall: Hall) -> None:
    wanted: list[bool] = []
    pane.fence_wanted.connect(lambda: wanted.append(True))
    pane.acts.fence.click()
    shape = hall.draft.shape
    assert shape is not None
    assert (shape.kind, shape.places) == (FenceKind.POLYGON, RING)
    assert wanted == [True]


def test_that_clear_takes_it_all_away(pane: SelectionList, hall: Hall) -> None:
    pane.acts.clear.click()
    assert hall.chosen.rows == []
    assert pane.model.rowCount() == 0
    assert not pane.acts.csv.isEnabled()


def offer_cards(hall: Hall, ids: list[str]) -> None:
    """Every one may be sent to check and accepted, the first two reworked too; what asks for photos is offered, but not for many at once."""
    cards = []
    for at, id in enumerate(ids):
        case = hall.cases.get(id)
        assert case is not None
        offers = [Offer(verb=Verb.SEND_CHECK, needs=[]), Offer(verb=Verb.ACCEPT, needs=["kind", "class_code"])]
        offers += [Offer(verb=Verb.SUBMIT, needs=["photos"])]
        offers += [Offer(verb=Verb.REWORK, needs=["note"])] if at < 2 else []
        cards.append(msgspec.structs.replace(card_of(case), offers=offers))
    hall.cards.put(cards)


def test_that_many_are_accepted_each_with_its_own_class_and_condition(pane: SelectionList, hall: Hall) -> None:
    ordered: list[tuple[str, object]] = []
    pane.ordered.connect(lambda id, order: ordered.append((id, order)))
    pane.acts.steps.click()
    ids = [case.id for case in hall.cases]
    offer_cards(hall, ids)
    pane.bulk.steps.choose(Verb.ACCEPT)
    pane.bulk._open_form()
    assert pane.bulk.form is not None
    assert set(pane.bulk.form.fields) == {"note"}
    pane.bulk.form.submit()
    pane.bulk.send.click()
    cases = [case for case in map(hall.cases.get, ids) if case is not None]
    assert len({case.class_code for case in cases}) > 5
    wanted = {case.id: AcceptOrder(kind=case.kind, class_code=case.class_code, condition_id=case.condition_id or "") for case in cases}
    assert dict(ordered) == wanted  # type: ignore[arg-type]


def test_that_a_step_for_all_cases_is_previewed_and_then_ordered_once_for_each(pane: SelectionList, hall: Hall) -> None:
    asked: list[str] = []
    ordered: list[tuple[str, object]] = []
    pane.card_wanted.connect(asked.append)
    pane.ordered.connect(lambda id, order: ordered.append((id, order)))
    pane.acts.steps.click()
    ids = [case.id for case in hall.cases]
    assert asked == ids[:AT_ONCE]
    offer_cards(hall, ids)
    assert pane.bulk.offered() == {Verb.SEND_CHECK: len(ids), Verb.REWORK: 2, Verb.ACCEPT: len(ids)}
    pane.bulk.steps.choose(Verb.REWORK)
    pane.bulk._open_form()
    assert pane.bulk.form is not None
    pane.bulk.form.submit()  # without a reason
    assert ordered == []
    note = pane.bulk.form.fields["note"]
    assert isinstance(note, NoteField)
    note.set("返工")
    pane.bulk.form.submit()
    assert "2" in pane.bulk.preview.text()
    assert pane.bulk.preview.isVisible()
    assert ordered == []
    pane.bulk.send.click()
    assert [id for id, _ in ordered] == ids[:2]
    assert all(isinstance(order, ReworkOrder) and order.note == "返工" for _, order in ordered)
    assert not pane.bulk.preview.isVisible()


def test_that_cancel_orders_nothing(pane: SelectionList, hall: Hall) -> None:
    ordered: list[object] = []
    pane.ordered.connect(lambda id, order: ordered.append(order))
    pane.acts.steps.click()
    offer_cards(hall, [case.id for case in hall.cases])
    pane.bulk.steps.choose(Verb.SEND_CHECK)
    pane.bulk._open_form()
    assert pane.bulk.form is not None
    pane.bulk.form.submit()
    pane.bulk.cancel.click()
    assert ordered == []


def test_that_a_hundred_thousand_rows_are_listed(pane: SelectionList, hall: Hall) -> None:
    hall.chosen.set(RING, [Row(Noun.COMPONENT, str(at), f"{at:016}", "雨水箅子", "0101", "INTACT", 111.0, 35.0) for at in range(120_000)])
    assert pane.model.rowCount() == 120_000
    assert tops(pane)[Noun.COMPONENT].text(1) == "120,000"


def mark(pane: SelectionList, *rows: int) -> None:
    """By Ctrl and click."""
    for at, row in enumerate(rows):
        place = pane.table.visualRect(pane.model.index(row, 1)).center()
        held = Qt.KeyboardModifier.ControlModifier if at else Qt.KeyboardModifier.NoModifier
        QTest.mouseClick(pane.table.viewport(), Qt.MouseButton.LeftButton, held, place)


def test_that_what_is_marked_is_acted_on_and_all_of_it_where_nothing_is(pane: SelectionList, hall: Hall, tmp_path: Path) -> None:
    asked: list[str] = []
    pane.card_wanted.connect(asked.append)
    mark(pane, 0, 2, 4)
    ids = [pane.model.rows[row].id for row in (0, 2, 4)]
    assert pane.acts.csv.text().endswith("3")
    pane.export(tmp_path / "three.csv")
    assert len((tmp_path / "three.csv").read_text("utf-8-sig").splitlines()) == 4
    pane.acts.steps.click()
    assert asked == ids
    QTest.keyClick(pane.table, Qt.Key.Key_Escape)
    assert pane.acted_on() == hall.chosen.rows


def test_that_an_arriving_focus_or_a_new_list_selects_nothing_in_the_hall(pane: SelectionList, hall: Hall) -> None:
    told: list[object] = []
    hall.selection.changed.connect(lambda *thing: told.append(thing))
    pane.counts.setFocus()
    pane.table.setFocus()
    hall.chosen.set(RING, rows_of(hall)[3:])
    pane.counts.topLevelItem(0).setSelected(True)
    assert told == []


def test_that_cameras_go_onto_the_video_wall_sixteen_at_most(pane: SelectionList, hall: Hall) -> None:
    watched: list[list[str]] = []
    pane.watched.connect(watched.append)
    hall.chosen.set(RING, [Row(Noun.CAMERA, f"k{at}", f"k{at}", "", "", "", 111.0, 35.0) for at in range(40)])
    assert pane.acts.video.isVisible()
    pane.acts.video.click()
    mark(pane, 3, 5)
    pane.acts.video.click()
    assert watched == [[f"k{at}" for at in range(16)], ["k3", "k5"]]


def test_that_units_are_called_from_a_list_whose_numbers_are_asked_for(pane: SelectionList, hall: Hall) -> None:
    asked: list[list[str]] = []
    pane.contacts.phones_wanted.connect(asked.append)
    pane.acts.call.click()
    (ids,) = asked
    assert set(ids) == {unit.id for unit in hall.units}
    assert all("*" in line.figure or line.figure == "—" for line in pane.contacts.lines.lines.lines)
    pane.contacts.take_phones([UnitPhone(unit_id=id, phone=f"1380000{at:04}") for at, id in enumerate(ids)])
    line = pane.contacts.lines.lines.lines[0]
    first = hall.units.get(line.id)
    assert first is not None
    assert (line.head, line.figure) == (first.name, f"1380000{ids.index(line.id):04}")
    pane.contacts.copy.click()
    assert f"{line.head}\t{line.figure}" in QGuiApplication.clipboard().text().splitlines()
    hall.chosen.set(RING, [])
    assert pane.contacts.isHidden()
    assert pane.contacts.text() == ""


def test_that_numbers_that_could_not_be_had_say_why(pane: SelectionList) -> None:
    pane.acts.call.click()
    pane.contacts.take_phones(Problem(status=403, code="not_your_role", title="", detail=""))
    assert words.problem(Problem(status=403, code="not_your_role", title="", detail="")) in pane.contacts._hint.text()


def test_that_a_component_is_reported_and_its_owners_are_told(pane: SelectionList, hall: Hall) -> None:
    wanted: list[str] = []
    pane.report_wanted.connect(wanted.append)
    owner, keeper = list(hall.departments)[:2]
    made = [
        Component(id=f"{at:016}", version=1, code=f"{at:016}", class_code="0104", name="雨水箅子", state=ComponentState.INTACT, lon=111.0, lat=35.0)
        for at in range(3)
    ]
    owned = [msgspec.structs.replace(each, owner_id=owner.id, maintainer_id=keeper.id if at else None) for at, each in enumerate(made)]
    hall.components.set(bulk.encode(Component, owned))
    hall.chosen.set(RING, [Row(Noun.COMPONENT, each.id, each.code, each.name, each.class_code, each.state, 111.0, 35.0) for each in owned])
    assert owners(hall, [each.id for each in owned]) == [(owner.id, 3, 0), (keeper.id, 0, 2)]
    pane.acts.owners.click()
    assert [line.head for line in pane.contacts.lines.lines.lines] == [owner.name, keeper.name]
    assert not pane.acts.report.isVisible()
    mark(pane, 1)
    pane.acts.report.click()
    assert wanted == [owned[1].id]
