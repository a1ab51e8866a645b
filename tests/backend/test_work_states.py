"""What somebody on shift does: one state at a time, without a gap, and none that changes to and fro at a threshold. Pure rules."""

from itertools import pairwise

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend import standards
from backend.rules.work_states import FIELDS, Memory, Seen, look
from geo.grids import METRES_PER_DEGREE
from wire.codes import AlarmKind, WorkState

RULES = standards.read().duty
SHIFT = (0.0, 9.5 * 3600)
LON, LAT = 116.0, 40.0
STEP = 10.0


def place(north_m: float) -> tuple[float, float]:
    return LON, LAT + north_m / METRES_PER_DEGREE


def lived(seen: list[Seen], memory: Memory | None = None) -> list[tuple[float, WorkState, set[AlarmKind]]]:
    """Of each look its time, its state, and what alarms are on; what is remembered goes through JSON between two looks, as in the database."""
    memory, found = memory or Memory(), []
    for each in seen:
        memory, measured = look(RULES, memory, each)
        memory = msgspec.json.decode(msgspec.json.encode(memory), type=Memory)
        found.append((each.at, memory.state, {kind for kind, one in measured.items() if one.on}))
    return found


def at_work(seconds: float, begins: float = 0.0, north_m: float = 0.0, outside: float = 0.0, walks: float = 0.0, **more: object) -> list[Seen]:
    """Signed in from 0 on, with a fix at every look; `walks` metres each time."""
    found = []
    for number in range(int(seconds / STEP)):
        at = begins + number * STEP
        fields = {"signed_at": 0.0, "shift": SHIFT, "fix": (at, *place(north_m + number * walks)), "outside_m": outside} | more
        found.append(Seen(at, **fields))  # type: ignore[arg-type]
    return found


def states(found: list[tuple[float, WorkState, set[AlarmKind]]]) -> list[WorkState]:
    """Those one after the other, each once."""
    names = [state for _, state, _ in found]
    return [names[0], *(after for before, after in pairwise(names) if before is not after)]


def turns(found: list[tuple[float, WorkState, set[AlarmKind]]]) -> list[tuple[float, WorkState]]:
    return [(after[0], after[1]) for before, after in pairwise(found) if before[1] is not after[1]]


def test_that_who_walks_in_the_grid_is_on_duty_all_the_time() -> None:
    assert states(lived(at_work(4 * 3600, walks=12))) == [WorkState.ON_DUTY]


def test_that_who_has_not_signed_in_is_absent_after_a_quarter_of_an_hour_until_he_does() -> None:
    before = [Seen(at, None, SHIFT) for at in range(0, 1200, 10)]
    found = lived([*before, *at_work(60, begins=1200, signed_at=1200.0)])
    assert turns(found) == [(900.0, WorkState.ABSENT), (1200.0, WorkState.ON_DUTY)]
    assert {AlarmKind.ABSENT} in [on for _, _, on in found]
    assert found[-1][2] == set()


def test_that_who_leaves_the_grid_is_off_it_after_ten_minutes_and_back_after_one() -> None:
    found = lived([*at_work(600, walks=12), *at_work(1200, 600, 720, outside=80, walks=12), *at_work(600, 1800, 2160, walks=12)])
    assert turns(found) == [(1200.0, WorkState.OFF_GRID), (1860.0, WorkState.ON_DUTY)]


def test_that_a_task_leads_out_of_the_grid_without_an_alarm() -> None:
    found = lived(at_work(3600, outside=300, walks=12, on_task=True))
    assert states(found) == [WorkState.ON_TASK]
    assert all(not on for _, _, on in found)


def test_that_who_stays_half_an_hour_stays_until_he_is_away_for_a_minute() -> None:
    drifting = [seen._replace(fix=(seen.at, *place(20.0 * (number % 2)))) for number, seen in enumerate(at_work(2400))]
    found = lived([*drifting, *at_work(300, 2400, 200, walks=12)])
    assert turns(found) == [(1800.0, WorkState.STAYING), (2460.0, WorkState.ON_DUTY)]


def test_that_one_bad_fix_neither_ends_a_stay_nor_leaves_the_grid() -> None:
    still = at_work(2400)
    still[120] = still[120]._replace(fix=(still[120].at, *place(90_000.0)), outside_m=90_000.0)
    assert turns(lived(still)) == [(1800.0, WorkState.STAYING)]


def test_that_silence_is_offline_after_ten_minutes_and_no_stay() -> None:
    silent = [Seen(600 + number * STEP, 0.0, SHIFT, fix=(590.0, *place(0)), outside_m=0.0) for number in range(360)]
    found = lived([*at_work(600), *silent, *at_work(600, 4200)])
    assert turns(found) == [(1190.0, WorkState.OFFLINE), (4200.0, WorkState.ON_DUTY)]


def test_that_on_a_break_nothing_is_wrong_and_a_lunch_is_no_stay() -> None:
    found = lived([*at_work(1200), *at_work(5400, 1200, outside=500, on_break=True), *at_work(1500, 6600)])
    assert states(found) == [WorkState.ON_DUTY, WorkState.BREAK, WorkState.ON_DUTY]
    assert all(not on for _, _, on in found)


def test_that_who_goes_home_has_no_alarm_left() -> None:
    found = lived([*at_work(2400), Seen(2400, None), Seen(2410, None)])
    assert found[-1][1:] == (WorkState.OFF_DUTY, set())


def test_that_what_is_worse_has_a_higher_level() -> None:
    memory, levels = Memory(), []
    for at in (900.0, 1800.0, 3600.0):
        memory, measured = look(RULES, memory, Seen(at, None, SHIFT))
        levels.append(measured[AlarmKind.ABSENT].level)
    assert levels == [1, 2, 3]


anything = st.builds(
    lambda signed, breaking, task, shift, fix, outside: (signed, breaking, task, shift, fix, outside),
    *(st.booleans(), st.booleans(), st.booleans(), st.booleans()),
    st.one_of(st.none(), st.floats(-200, 200)),
    st.one_of(st.none(), st.floats(0, 500)),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.floats(1, 900), anything), min_size=1, max_size=40))
def test_that_states_partition_the_shift_whatever_is_seen(seen: list[tuple[float, tuple]]) -> None:  # type: ignore[type-arg]
    """Spans from one change to the next: no gap, no overlap, and what is signed in is never off duty."""
    at, memory, spans = 0.0, Memory(), list[list[float]]()
    for passed, (signed, breaking, task, shift, north, outside) in seen:
        at += passed
        fix = None if north is None else (at, *place(north))
        before = memory
        memory, measured = look(RULES, memory, Seen(at, 0.0 if signed else None, SHIFT if shift else None, breaking, task, fix, outside))
        assert signed == (memory.state not in (WorkState.OFF_DUTY, WorkState.ABSENT))
        assert (memory.state is WorkState.BREAK) == (signed and breaking)
        assert memory.since <= at
        if memory.state is not before.state:
            assert memory.since == at
            spans.append([before.since, at])
        else:
            assert memory.since == before.since
        on = {kind for kind, one in measured.items() if one.on}
        assert (AlarmKind.ABSENT in on) == (memory.state is WorkState.ABSENT)
        if memory.state in (WorkState.OFF_DUTY, WorkState.BREAK):
            assert not on
        for kind, field in FIELDS.items():
            assert getattr(memory, field).on == (kind in on)
    assert all(first[1] == second[0] for first, second in pairwise(spans))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(RULES.off_grid.leave, RULES.off_grid.enter - 0.01), min_size=100, max_size=200), st.booleans())
def test_that_who_walks_along_the_border_does_not_flap(outside: list[float], off: bool) -> None:
    begun = lived_memory(at_work(900, outside=80 if off else 0, walks=12))
    seen = [each._replace(outside_m=far) for each, far in zip(at_work(STEP * len(outside), 900, 1080, walks=12), outside, strict=True)]
    assert states(lived(seen, begun)) == [WorkState.OFF_GRID if off else WorkState.ON_DUTY]


def lived_memory(seen: list[Seen]) -> Memory:
    memory = Memory()
    for each in seen:
        memory = look(RULES, memory, each).memory
    return memory


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(0, 200), min_size=200, max_size=300))
def test_that_it_leaves_the_grid_no_more_often_than_the_times_allow(outside: list[float]) -> None:
    seen = [each._replace(outside_m=far) for each, far in zip(at_work(STEP * len(outside), walks=12), outside, strict=True)]
    changes = [at for at, _ in turns(lived(seen))]
    shortest = min(RULES.off_grid.hold_s, RULES.off_grid.calm_s)
    assert all(later - earlier >= shortest for earlier, later in pairwise(changes))


@pytest.mark.parametrize("field", ["fresh_s", "believed_fixes"])
def test_that_bad_rules_are_refused_by_name(tmp_path, field: str) -> None:  # type: ignore[no-untyped-def]
    text = (standards.FOLDER / "duty.toml").read_text("utf-8")
    line = next(each for each in text.splitlines() if each.startswith(field))
    for name in standards.FOLDER.iterdir():
        (tmp_path / name.name).symlink_to(name)
    (tmp_path / "duty.toml").unlink()
    (tmp_path / "duty.toml").write_text(text.replace(line, f"{field} = 0"), "utf-8")
    with pytest.raises(standards.data.BadStandard, match=r"duty.toml"):
        standards.read(tmp_path)
