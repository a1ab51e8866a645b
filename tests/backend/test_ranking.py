"""Whom to send: for any set of units, everybody appears once, nobody changes the order of the others, and what is said to help does help."""

from hypothesis import given, settings
from hypothesis import strategies as st

from backend import standards
from backend.rules.ranking import Facts, Ranked, Rules, changed, cost, rank
from wire.codes import UnitKind, WorkState
from wire.recommendation import Barrier, Change, Criterion, Purpose

RECOMMENDING = standards.read().recommending


def rules_of(purpose: Purpose) -> Rules:
    found = next(each for each in RECOMMENDING.purposes if each.purpose is purpose)
    return Rules(found.kinds, RECOMMENDING.fresh_min * 60, found.most_load, found.must_suit, RECOMMENDING.weights)


VERIFY, DISPOSE = rules_of(Purpose.VERIFY), rules_of(Purpose.DISPOSE)


def inspector(unit_id: str = "a", **known: object) -> Facts:
    usual = {"on_duty": True, "fix_age_s": 20, "metres": 360, "seconds": 300, "load": 0.0, "suited": True}
    return Facts(**({"unit_id": unit_id, "kind": UnitKind.INSPECTOR} | usual | known))  # type: ignore[arg-type]


@st.composite
def units(draw: st.DrawFn) -> list[Facts]:
    ids = draw(st.lists(st.integers(0, 99), unique=True, max_size=12))
    return [draw(facts(f"u{id:02}")) for id in ids]


@st.composite
def facts(draw: st.DrawFn, unit_id: str) -> Facts:
    age = draw(st.one_of(st.none(), st.integers(0, 900)))
    seconds = draw(st.one_of(st.none(), st.integers(0, 2400))) if age is not None else None
    return Facts(
        unit_id=unit_id,
        kind=draw(st.sampled_from([*UnitKind, UnitKind.INSPECTOR, UnitKind.INSPECTOR])),
        on_duty=draw(st.sampled_from([True, True, True, False])),
        fix_age_s=age,
        metres=None if seconds is None else seconds,
        seconds=seconds,
        load=draw(st.sampled_from([0.0, 1.0, 2.0, 2.5, 5.0, 6.0, 7.0])),
        suited=draw(st.booleans()),
        state=draw(st.sampled_from([WorkState.ON_DUTY, WorkState.ON_DUTY, WorkState.ON_TASK, WorkState.OFF_GRID, WorkState.BREAK])),
    )


both = st.sampled_from([VERIFY, DISPOSE])


@given(units(), both)
def test_that_every_unit_appears_exactly_once(given_units: list[Facts], rules: Rules) -> None:
    found = rank(given_units, rules)
    assert sorted(each.facts.unit_id for each in found) == sorted(each.unit_id for each in given_units)
    assert [each.rank for each in found if each.rank] == list(range(1, sum(each.rank is not None for each in found) + 1))
    assert all((each.rank is None) == bool(each.barriers) for each in found)


@given(units(), both)
def test_that_the_ranked_come_in_order_of_what_they_cost(given_units: list[Facts], rules: Rules) -> None:
    ranked = [each for each in rank(given_units, rules) if each.rank]
    assert [each.minutes for each in ranked] == sorted(each.minutes for each in ranked if each.minutes is not None)
    assert all(abs((each.minutes or 0) - sum(reason.minutes for reason in each.reasons)) < 1e-6 for each in ranked)


@given(units().filter(bool), both, st.data())
def test_that_the_order_stays_when_any_unit_is_taken_away(given_units: list[Facts], rules: Rules, data: st.DataObject) -> None:
    gone = data.draw(st.sampled_from(given_units))
    whole = [each.facts.unit_id for each in rank(given_units, rules) if each.rank]
    rest = [each.facts.unit_id for each in rank([each for each in given_units if each != gone], rules) if each.rank]
    assert rest == [unit_id for unit_id in whole if unit_id != gone.unit_id]


@given(units(), both)
@settings(max_examples=300)
def test_that_what_would_change_it_does_change_it(given_units: list[Facts], rules: Rules) -> None:
    for found in rank(given_units, rules):
        others = [each for each in given_units if each != found.facts]
        if found.rank is not None:
            for change in found.changes:
                assert place([*others, changed(found.facts, change)], found.facts.unit_id, rules) == 1
        elif found.rank_then is not None:
            assert place([*others, after(found.facts, found.changes)], found.facts.unit_id, rules) == found.rank_then


@given(units(), both, st.integers(0, 300))
def test_that_better_than_asked_for_is_never_worse(given_units: list[Facts], rules: Rules, spare: int) -> None:
    """Who is told "younger than 5 minutes" may have a fix of one second."""
    for found in rank(given_units, rules):
        less = [Change(criterion=each.criterion, to=max(0, each.to - spare)) if each.criterion in LESS else each for each in found.changes]
        if found.rank_then is not None and found.rank is None:
            others = [each for each in given_units if each != found.facts]
            reached = place([*others, after(found.facts, less)], found.facts.unit_id, rules)
            assert reached is not None
            assert reached <= found.rank_then


@given(units(), both)
def test_that_every_barrier_that_can_be_taken_away_has_its_change_and_none_is_idle(given_units: list[Facts], rules: Rules) -> None:
    for found in rank(given_units, rules):
        if found.rank is None and found.rank_then is not None:
            assert len(found.changes) == len(found.barriers)
            for left in found.changes:
                some = [change for change in found.changes if change != left]
                assert rank([after(found.facts, some)], rules)[0].rank is None


LESS = {Criterion.ETA, Criterion.LOAD, Criterion.FIX_AGE}


def after(unit: Facts, changes: list[Change]) -> Facts:
    for change in changes:
        unit = changed(unit, change)
    return unit


def place(given_units: list[Facts], unit_id: str, rules: Rules) -> int | None:
    return next(each.rank for each in rank(given_units, rules) if each.facts.unit_id == unit_id)


def one(found: list[Ranked], unit_id: str) -> Ranked:
    return next(each for each in found if each.facts.unit_id == unit_id)


def test_that_the_nearest_is_first_when_all_else_is_equal() -> None:
    found = rank([inspector("far", seconds=600), inspector("near", seconds=60)], VERIFY)
    assert [each.facts.unit_id for each in found] == ["near", "far"]
    assert one(found, "far").changes[-1] == Change(criterion=Criterion.ETA, to=59)


def test_that_who_has_much_to_do_comes_later() -> None:
    found = rank([inspector("busy", seconds=60, load=3.0), inspector("free", seconds=600)], VERIFY)
    assert found[0].facts.unit_id == "free"
    assert Change(criterion=Criterion.LOAD, to=1) in one(found, "busy").changes


def test_that_an_old_fix_says_what_a_younger_one_would_bring() -> None:
    units_ = [inspector("a", seconds=60), inspector("b", seconds=1200), inspector("lost", seconds=120, fix_age_s=3000)]
    lost = one(rank(units_, VERIFY), "lost")
    assert lost.barriers == [Barrier.STALE_FIX]
    assert (lost.changes, lost.rank_then) == ([Change(criterion=Criterion.FIX_AGE, to=300)], 2)


def test_that_who_rests_or_is_off_his_grid_comes_later_and_says_so() -> None:
    """Not left out: where the others are far, the hall may still send him."""
    near = [inspector("rests", seconds=60, state=WorkState.BREAK), inspector("off", seconds=120, state=WorkState.OFF_GRID)]
    found = rank([*near, inspector("works", seconds=240)], VERIFY)
    assert [each.facts.unit_id for each in found] == ["works", "off", "rests"]
    for unit_id, value in (("off", 1.0), ("rests", 2.0)):
        (reason,) = [each for each in one(found, unit_id).reasons if each.criterion is Criterion.STATE]
        assert reason.value == value
        assert Change(criterion=Criterion.STATE, to=0) in one(found, unit_id).changes
    assert all(reason.criterion is not Criterion.STATE for reason in one(found, "works").reasons)
    assert rank([*near, inspector("far", seconds=3000)], VERIFY)[-1].facts.unit_id == "far"


def test_that_a_truck_cannot_verify_and_nothing_would_change_it() -> None:
    truck = inspector("t", kind=UnitKind.TRUCK)
    (found,) = rank([truck], VERIFY)
    assert (found.barriers, found.changes, found.rank_then) == ([Barrier.WRONG_KIND], [], None)


def test_that_a_vehicle_of_another_trade_is_left_out() -> None:
    car = inspector("v", kind=UnitKind.VEHICLE, suited=False)
    (found,) = rank([car], DISPOSE)
    assert (found.barriers, found.rank_then) == ([Barrier.UNSUITED], 1)


def test_that_a_cost_is_of_the_unit_alone() -> None:
    assert cost(inspector(), VERIFY) == (5.0 + 10 / 60, "a")
