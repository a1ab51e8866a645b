"""The shift of one person, changed in the form of the staff pane on the real backend: entered, refused at the field, changed, removed."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot

from console import words
from console.hall.hall import Hall
from console.rooms.supervision import SupervisionRoom
from console.wall.wall import Wall
from console.widgets.staff.shift_form import ShiftForm
from console.workers.caller import Caller
from tests.backend.centre import GRID, Centre
from tests.contract.conftest import ApiOf
from wire.codes import Noun, Role

pytestmark = pytest.mark.gui


@pytest.fixture
def room(qtbot: QtBot, centre: Centre, api_of: ApiOf, dressed: None) -> Iterator[SupervisionRoom]:
    api = api_of(Role.SHIFT_LEADER)
    hall, caller, wall = Hall(api.me()), Caller(api), Wall(lambda: None, lambda body: None)
    hall.units.put(api.units())
    hall.take(Noun.GRID, [grid for page in api.snapshot(Noun.GRID).pages() for grid in page])
    qtbot.addWidget(wall)
    made = SupervisionRoom(hall, caller, wall)
    wall.show_pane("staff")
    made.staff.choose("u1")
    yield made
    made.form.reject()
    caller.stop()


def asked(qtbot: QtBot, room: SupervisionRoom, known: bool) -> ShiftForm:
    """The form of who is chosen, as soon as it knows the roster of the day."""
    room.staff.shift.click()
    form = room.form
    qtbot.waitUntil(lambda: form.isVisible() and form._day is not None and (form.shift is not None) is known, timeout=20_000)
    return form


def saved(qtbot: QtBot, form: ShiftForm) -> None:
    form.submit()
    qtbot.waitUntil(lambda: not form.isVisible(), timeout=20_000)


def test_that_a_shift_is_entered_changed_and_removed(qtbot: QtBot, room: SupervisionRoom, api_of: ApiOf) -> None:
    api, today = api_of(Role.DISPATCHER), words.local(room.form._hall.clock.now()).date()
    form = asked(qtbot, room, known=False)
    assert (form.kind.value(), form.starts.value(), form.grids.value()) == ("DAY", "08:30", GRID)
    assert "没有班次" in form.state.text()
    form.grids.set(f"DUTY-{GRID}")  # as units may name it
    form.starts.set("2200")
    form.ends.set("6:00")
    saved(qtbot, form)
    (shift,) = api.shifts(today, today, "u1")
    assert shift.grids == [GRID]
    tomorrow = today + timedelta(days=1)
    assert [f"{words.local(at):%d %H:%M}" for at in (shift.starts_at, shift.ends_at)] == [
        f"{today:%d} 22:00",
        f"{tomorrow:%d} 06:00",
    ]
    form = asked(qtbot, room, known=True)
    assert (form.starts.value(), form.ends.value()) == ("22:00", "06:00")
    form.ends.set("23:30")
    saved(qtbot, form)
    (changed,) = api.shifts(today, today, "u1")
    assert (changed.id, changed.version, f"{words.local(changed.ends_at):%H:%M}") == (shift.id, 2, "23:30")
    form = asked(qtbot, room, known=True)
    form.remove.click()
    qtbot.waitUntil(lambda: not form.isVisible(), timeout=20_000)
    assert api.shifts(today, today, "u1") == []


def test_that_what_is_wrong_or_refused_is_said_at_its_field(qtbot: QtBot, room: SupervisionRoom) -> None:
    form = asked(qtbot, room, known=False)
    today = words.local(form._hall.clock.now()).date()
    for field, typed, said in (
        (form.day, "明天", "日期如"),
        (form.starts, "25:00", "时间如"),
        (form.ends, "", "时间如"),
        (form.grids, f"{GRID} 999", "没有责任网格 999"),
        (form.grids, "", "至少一个"),
    ):
        before = field.value()
        field.set(typed)
        form.submit()
        assert field._error.text().startswith(said)
        assert form.isVisible()
        field.set(str(before))
    form.starts.set("22:00")
    form.ends.set("06:00")
    saved(qtbot, form)
    form = asked(qtbot, room, known=True)
    form.day.set((today + timedelta(days=1)).isoformat())
    form.day.edit.editingFinished.emit()
    qtbot.waitUntil(lambda: form.shift is None, timeout=20_000)  # that day has none
    form.starts.set("05:00")
    form.submit()
    qtbot.waitUntil(lambda: form.starts._error.isVisible(), timeout=20_000)
    assert form.starts._error.text() == "该人员此时段已有班次"
    form.starts.set("08:00")
    saved(qtbot, form)


def test_that_only_who_plans_is_offered_the_form(qtbot: QtBot, centre: Centre, api_of: ApiOf, dressed: None) -> None:
    api = api_of(Role.DISPATCHER)
    hall, caller, wall = Hall(api.me()), Caller(api), Wall(lambda: None, lambda body: None)
    qtbot.addWidget(wall)
    room = SupervisionRoom(hall, caller, wall)
    wall.show_pane("staff")
    assert not room.staff.shift.isVisibleTo(room.staff)
    caller.stop()
