"""Who gives way when there is not enough for all panes: the rules, and the governor."""

from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from console.hall.governor import Governor
from console.hall.queues import FOLDER, BadDesk
from console.hall.stream_budget import Demand, Grade, Importance, Limits, Rules, Short, allot, oldest, room_beside, rules, use_of

PLAIN, HOT, ALONE, ALARM, AHEAD = Importance.PLAIN, Importance.HOT, Importance.ALONE, Importance.ALARM, Importance.AHEAD


def with_budget(streams: int = 1000, decode: float = 1000.0, mbit: float = 1e6, per_host: int = 1000) -> Rules:
    class Fixed(Limits, frozen=True, kw_only=True):
        @property
        def decode(self) -> float:
            return self.decode_per_core

    return msgspec.structs.replace(rules(), budget=Fixed(streams=streams, decode_per_core=decode, mbit=mbit, per_host=per_host))


def demand(number: int, importance: Importance = PLAIN, width: int = 480, host: str = "nvr") -> Demand:
    return Demand(f"rtsp://{host}/{number}/sub", f"rtsp://{host}/{number}/main", width, importance)


@pytest.mark.parametrize(
    ("width", "importance", "wish"),
    [
        (480, PLAIN, Grade.SUB),
        (900, PLAIN, Grade.MAIN),
        (150, PLAIN, Grade.KEYS),
        (150, HOT, Grade.SUB),
        (480, ALARM, Grade.MAIN),
        (900, AHEAD, Grade.KEYS),
    ],
)
def test_that_size_and_importance_choose_the_stream(width: int, importance: Importance, wish: Grade) -> None:
    assert demand(1, importance, width).wish(rules()) == wish
    assert Demand("", "rtsp://nvr/main", width, importance).wish(rules()) == Grade.MAIN
    assert Demand("rtsp://nvr/sub", "", width, importance).wish(rules()) in (Grade.SUB, Grade.KEYS)


def test_that_thirty_two_panes_on_a_budget_of_twelve_keep_the_alarm_whole() -> None:
    demands = {number: demand(number, {7: ALARM, 3: HOT}.get(number, PLAIN)) for number in range(32)}
    limits = with_budget(streams=12)
    grants = allot(demands, limits)
    assert grants[7] == (Grade.MAIN, "rtsp://nvr/7/main", None)
    assert grants[3].grade == Grade.SUB
    playing = [key for key, grant in grants.items() if grant.grade > Grade.STILL]
    assert playing == [*range(10), 10][:11]  # one stream is kept free for whose still is next
    assert {grants[key].short for key in range(11, 32)} == {Short.STREAMS}
    turning = allot(demands, limits, turn=20)
    assert turning[20].grade == Grade.KEYS
    assert use_of(demands, {key: grant.grade for key, grant in turning.items()}, limits).streams == 12


def test_that_large_streams_become_small_before_any_pane_has_stills() -> None:
    demands = {number: demand(number, HOT if number == 0 else PLAIN, width=900) for number in range(6)}
    grants = allot(demands, with_budget(decode=20.0))
    assert [grants[number].grade for number in range(6)] == [Grade.MAIN, Grade.MAIN, *[Grade.SUB] * 4]
    assert {grants[number].short for number in range(2, 6)} == {Short.DECODE}
    few = allot(demands, with_budget(mbit=2.2))
    assert [few[number].grade for number in range(6)] == [Grade.SUB, Grade.SUB, *[Grade.STILL] * 4]
    assert few[5].short == Short.NETWORK


def test_that_what_sends_nothing_takes_no_decoding_and_gives_none_back() -> None:
    demands = {number: demand(number) for number in range(4)}
    refused = demands | {0: demands[0]._replace(silent=demands[0].sub_url), 3: demands[3]._replace(silent=demands[3].sub_url)}
    for limits in (with_budget(decode=2.0), with_budget(mbit=1.4)):
        assert [grant.grade for grant in allot(refused, limits).values()] == [Grade.SUB] * 4
        assert sum(grant.grade == Grade.STILL for grant in allot(demands, limits).values()) >= 2  # they play again
    used = use_of(refused, dict.fromkeys(refused, Grade.SUB), rules())
    assert (used.decode, used.streams) == (2 * rules().cost["SUB"].decode, 4)
    crowded = refused | {4: demand(4)}
    assert allot(crowded, with_budget(decode=2.0))[3].short is None  # of the last that are equal, it is one that nothing is won by


def test_that_only_the_panes_of_a_full_recorder_give_way() -> None:
    demands = {number: demand(number, host="one" if number % 2 else "other") for number in range(8)}
    limits = with_budget(per_host=3)
    grants = allot(demands, limits)
    assert [number for number, grant in grants.items() if grant.short] == [4, 5, 6, 7]  # one of each is kept free for whose still is next
    assert grants[7].short == Short.HOST
    turning = allot(demands, limits, turn=7)
    assert use_of(demands, {key: grant.grade for key, grant in turning.items()}, limits).hosts == {"one": 3, "other": 2}


def test_that_a_recorder_full_of_alarms_keeps_no_other_from_its_limit() -> None:
    alarms = {number: demand(number, ALARM, host="one") for number in range(3)}
    demands = alarms | {number: demand(number, host="other") for number in range(3, 7)}
    limits = with_budget(per_host=2)
    grants = allot(demands, limits)
    assert [grants[number].grade for number in alarms] == [Grade.MAIN] * 3
    assert use_of(demands, {key: grant.grade for key, grant in grants.items()}, limits).hosts["other"] == 1  # and one is kept free for stills
    assert {grants[number].short for number in (4, 5, 6)} == {Short.HOST}


def test_that_one_camera_in_four_panes_counts_once() -> None:
    demands = {number: demand(1) for number in range(4)}
    limits = with_budget(streams=1)
    grants = allot(demands, limits)
    assert {grant.grade for grant in grants.values()} == {Grade.SUB}
    assert use_of(demands, {key: grant.grade for key, grant in grants.items()}, limits).streams == 1


@given(
    st.lists(st.tuples(st.integers(0, 9), st.sampled_from(Importance), st.integers(60, 2000)), max_size=24),
    st.integers(1, 12),
    st.floats(1, 60),
)
def test_that_a_budget_is_kept_whatever_is_wanted(panes: list[tuple[int, Importance, int]], streams: int, decode: float) -> None:
    demands = {key: demand(*pane) for key, pane in enumerate(panes)}
    limits = with_budget(streams=streams, decode=decode)
    grants = allot(demands, limits)
    used = use_of(demands, {key: grant.grade for key, grant in grants.items()}, limits)
    alarms = {key for key, each in demands.items() if each.importance == ALARM}
    assert all(grants[key].short is None for key in alarms)
    alone = use_of({key: demands[key] for key in alarms}, {key: grants[key].grade for key in alarms}, limits)
    assert used.streams <= max(streams, alone.streams)
    assert used.decode <= max(decode, alone.decode)
    for key, grant in grants.items():  # who has less than he wants is told why, and nobody else
        assert (grant.short is None) == (grant.grade == demands[key].wish(limits))


def test_that_what_lingers_has_what_is_left_of_every_budget() -> None:
    used = use_of({"a": demand(1, width=2000), "b": demand(2)}, {"a": Grade.MAIN, "b": Grade.SUB}, rules())  # 9 small streams, 4.7 Mbit/s
    assert room_beside(used, with_budget(streams=5)) == 3
    assert room_beside(used, with_budget(decode=11.2)) == 4
    assert room_beside(used, with_budget(mbit=6.2)) == 2
    assert room_beside(used, with_budget(streams=1)) == 0


def test_that_stills_go_round() -> None:
    assert oldest([("a", 70.0, 70.0), ("b", None, None), ("c", 90.0, 90.0)], 60) == "b"
    assert oldest([("a", 70.0, 70.0), ("c", 90.0, 90.0)], 60) == "c"
    assert oldest([("a", 50.0, 50.0)], 60) is None
    assert oldest([("dead", None, 10.0), ("a", 70.0, 70.0)], 60) == "a"
    assert oldest([("dead", None, 10.0), ("a", 50.0, 50.0)], 60) == "dead"


def test_that_the_governor_gives_each_still_its_turn(qtbot: QtBot) -> None:
    governor = Governor(with_budget(streams=2))
    ages: dict[int, float | None] = dict.fromkeys(range(4))
    with qtbot.waitSignal(governor.changed):
        for number in range(4):
            governor.ask(number, demand(number), lambda number=number: ages[number])  # type: ignore[misc]
    assert [governor.grant(number).grade for number in range(4)] == [Grade.SUB, Grade.STILL, Grade.STILL, Grade.STILL]
    assert governor.short() == Short.STREAMS
    had = []
    for _ in range(3):
        governor.tick()
        (turn,) = [number for number in range(1, 4) if governor.grant(number).grade == Grade.KEYS]
        assert governor.use().streams == 2
        governor.tick()
        assert governor.grant(turn).grade == Grade.KEYS  # until it has its picture
        had.append(turn)
        ages[turn] = 0.0
    governor.tick()
    assert sorted(had) == [1, 2, 3]
    assert all(governor.grant(number).grade == Grade.STILL for number in (1, 2, 3))
    with qtbot.waitSignal(governor.changed):
        governor.ask(0, None)
    assert governor.grant(1).grade == Grade.SUB


def test_that_dead_cameras_keep_no_turn_from_others(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("console.hall.governor.TURN_S", 0.0)
    governor, had = Governor(with_budget(streams=2)), list[int]()
    with qtbot.waitSignal(governor.changed):
        for number in range(6):
            governor.ask(number, demand(number))  # none of them ever has a picture
    for _ in range(10):
        governor.tick()
        (turn,) = [number for number in range(1, 6) if governor.grant(number).grade == Grade.KEYS]
        had.append(turn)
    assert sorted(had[:5]) == sorted(had[5:]) == [1, 2, 3, 4, 5]


def test_that_a_file_that_names_no_cost_is_refused(tmp_path: Path) -> None:
    text = (FOLDER / "streams.toml").read_text("utf-8")
    (tmp_path / "streams.toml").write_text(text.replace("[cost.KEYS]", "[cost.ALL]"), "utf-8")
    with pytest.raises(BadDesk, match=r"streams\.toml"):
        rules(tmp_path)
