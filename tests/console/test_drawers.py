"""Drawers of cases beside a walk through all of them, whatever changes."""

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from console.hall.cases import Cases
from console.hall.drawers import SLICE, Drawers, Place
from tests.console.made import a_case
from wire.cases import Case
from wire.codes import CallbackState

STATES = [None, *CallbackState]
change = st.tuples(st.integers(0, 9), st.sampled_from([*STATES, "gone"]), st.integers(0, 3))


def place_of(case: Case) -> Place | None:
    return Place(case.callback, case.callback_tries) if case.callback else None


def walked(cases: Cases, state: CallbackState) -> list[Case]:
    return sorted((case for case in cases if case.callback is state), key=lambda case: (case.callback_tries, case.id))


@given(st.lists(change, max_size=40))
def test_that_every_drawer_has_what_a_walk_through_all_cases_finds(changes: list[tuple[int, CallbackState | str | None, int]]) -> None:
    cases = Cases()
    drawers = Drawers(cases, place_of)
    for version, (number, state, tries) in enumerate(changes, 2):
        if state == "gone":
            cases.put([], [f"c{number}"])
        else:
            cases.put([msgspec.structs.replace(a_case(f"c{number}"), version=version, callback=state, callback_tries=tries)])
        for each in CallbackState:
            assert drawers.first(each, 99) == walked(cases, each)
            assert drawers.count(each) == len(walked(cases, each))


def test_that_a_whole_snapshot_is_put_away_in_slices(qtbot: QtBot) -> None:
    cases = Cases()
    drawers = Drawers(cases, place_of)
    many = [msgspec.structs.replace(a_case(f"c{number:05}"), callback=CallbackState.PENDING) for number in range(2 * SLICE + 1)]
    cases.replace(many)
    assert drawers.count(CallbackState.PENDING) == SLICE
    qtbot.waitUntil(lambda: drawers.count(CallbackState.PENDING) == len(many))
    assert drawers.first(CallbackState.PENDING, 3) == many[:3]


def test_that_nothing_is_told_of_a_case_that_lies_in_no_drawer(qtbot: QtBot) -> None:
    cases = Cases()
    drawers = Drawers(cases, place_of)
    with qtbot.assertNotEmitted(drawers.changed):
        cases.put([a_case("c1")])
