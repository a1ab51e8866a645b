"""Whom to send to a case: every unit once, with what is true of it, and what is said to help helps. What was chosen is written down."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from backend.rules import counting, evaluation, positions, recommendation, shifts, units
from backend.session import SYSTEM, Database
from backend.settings import CITY_ZONE
from backend.tables.places import StreetRow
from backend.tables.units import UnitRow
from geo.streets import WALKING
from tests.backend.centre import ACCEPTOR, ADMIN, DEPARTMENT, DISPATCHER, GRID, Centre, report_of, user
from tests.backend.test_sight import EAST, NORTH
from tests.backends import Backend
from wire.cases import DispatchOrder, SendVerifyOrder
from wire.codes import AdjustmentKind, DutyState, Role, Source, Status, UnitKind, WorkState
from wire.evaluation import CHOICES, Counter, Dimension
from wire.recommendation import Barrier, Candidate, Change, Criterion, Purpose, Recommendation
from wire.units import Fix, SignIn, UnitOrder

PLACE = report_of("x")


@pytest.fixture
def centre(database: Database) -> Centre:
    return Centre(database)


def add(centre: Centre, id: str, metres: float | None, age_s: float = 5, on_duty: bool = True, north: float = 0, **known: Any) -> None:
    """A unit so many metres east and north of the case."""
    with centre.writing(ADMIN) as work:
        units.put(work, UnitOrder(**{"id": id, "code": id, "kind": UnitKind.INSPECTOR, "name": id, "duty_grids": [GRID]} | known))
        if on_duty:
            units.sign_in(work, id, SignIn(duty=DutyState.ON_DUTY))
    if metres is not None:
        move(centre, id, metres, age_s, north)


def move(centre: Centre, id: str, metres: float, age_s: float = 5, north: float = 0) -> None:
    from_case = {"lon": PLACE.lon + metres * EAST, "lat": PLACE.lat + north * NORTH}
    with centre.writing(SYSTEM) as work:
        positions.store(work, id, [Fix(at=work.at - timedelta(seconds=age_s), **from_case)])


def ask(centre: Centre, case_id: str) -> Recommendation:
    with centre.database.read(ACCEPTOR) as work:
        return recommendation.recommendation(work, case_id)


def by_id(found: Recommendation) -> dict[str, Candidate]:
    return {each.unit_id: each for each in found.candidates}


def test_that_everybody_appears_with_what_is_true_of_him(centre: Centre) -> None:
    case = centre.report(source=Source.HOTLINE_12319)
    add(centre, "near", 120)
    add(centre, "far", 1200)
    add(centre, "other", 100, duty_grids=[])
    add(centre, "old", 10, age_s=1800)
    add(centre, "off", 10, on_duty=False)
    add(centre, "truck", 10, kind=UnitKind.TRUCK)
    found = ask(centre, case.id)
    assert (found.purpose, found.by_streets) == (Purpose.VERIFY, False)
    each = by_id(found)
    assert len(found.candidates) == len(each) == 7
    assert [one.unit_id for one in found.candidates][:3] == ["near", "other", "far"]
    assert (each["u1"].barriers, each["old"].barriers, each["off"].barriers) == ([Barrier.NO_FIX], [Barrier.STALE_FIX], [Barrier.OFF_DUTY])
    assert each["truck"].barriers == [Barrier.WRONG_KIND]
    worth = {reason.criterion: (reason.value, round(reason.minutes, 1)) for reason in each["other"].reasons}
    assert worth[Criterion.SKILL] == (0, 4.0)
    assert worth[Criterion.ETA][0] == pytest.approx(100 * 1.4 / 1.2, abs=2)  # no streets: the straight line, and a detour


def test_that_who_makes_up_where_he_is_is_not_near(centre: Centre) -> None:
    case = centre.report(source=Source.HOTLINE_12319)
    add(centre, "far", 1200)
    add(centre, "liar", None)
    with centre.writing(SYSTEM) as work:
        positions.store(work, "liar", [Fix(at=work.at - timedelta(seconds=5), lon=PLACE.lon, lat=PLACE.lat, mock=True)])
    assert by_id(ask(centre, case.id))["liar"].barriers == [Barrier.NO_FIX]
    (task,) = centre.order(ACCEPTOR, case.id, SendVerifyOrder()).tasks
    assert task.unit_id == "far"


def test_that_who_rests_or_is_off_his_grid_is_marked_and_comes_later(centre: Centre) -> None:
    case = centre.report(source=Source.HOTLINE_12319)
    for id, metres in (("rests", 60), ("off", 90), ("works", 180)):
        add(centre, id, metres)
    assert [each.unit_id for each in ask(centre, case.id).candidates][:3] == ["rests", "off", "works"]
    with centre.writing(SYSTEM) as work:
        for id, state in (("rests", WorkState.BREAK), ("off", WorkState.OFF_GRID)):
            assert shifts.enter_state(work, work.session.scalars(sa.select(UnitRow).where(UnitRow.id == id)).one(), state)
    found = ask(centre, case.id)
    assert [each.unit_id for each in found.candidates][:3] == ["works", "off", "rests"]
    values = {each.unit_id: reason.value for each in found.candidates for reason in each.reasons if reason.criterion is Criterion.STATE}
    assert values == {"off": 1.0, "rests": 2.0}
    assert Change(criterion=Criterion.STATE, to=0) in by_id(found)["rests"].changes
    with centre.writing(SYSTEM) as work:
        shifts.enter_state(work, work.session.scalars(sa.select(UnitRow).where(UnitRow.id == "rests")).one(), WorkState.ON_DUTY)
    assert by_id(ask(centre, case.id))["rests"].rank == 1, "what is said to help helps"


def add_street(centre: Centre, id: str, *corners: tuple[float, float]) -> None:
    """Corners in metres east and north of the case."""
    line = [[PLACE.lon + x * EAST, PLACE.lat + y * NORTH] for x, y in corners]
    box = {"west": PLACE.lon, "south": PLACE.lat, "east": PLACE.lon, "north": PLACE.lat}
    row = StreetRow(id=id, name=id, kind="", length_m=1, lon=PLACE.lon, lat=PLACE.lat, line=[line], speed_kmh=36.0, oneway=False, **box)
    with centre.writing(SYSTEM) as work:
        work.session.add(row)


def test_that_the_way_along_the_streets_decides_where_they_are_known(centre: Centre) -> None:
    """Across the river it is 150 m to the case, and six kilometres round by the bridge."""
    case = centre.report(source=Source.HOTLINE_12319)
    add(centre, "across", 0, north=150)
    add(centre, "along", 600)
    assert [each.unit_id for each in ask(centre, case.id).candidates][:2] == ["across", "along"]
    for id, corners in (("here", [(0, 0), (3000, 0)]), ("bridge", [(3000, 0), (3000, 150)]), ("there", [(3000, 150), (0, 150)])):
        add_street(centre, id, *corners)
    found = ask(centre, case.id)
    assert found.by_streets
    assert [each.unit_id for each in found.candidates][:2] == ["along", "across"]
    eta = {each.unit_id: reason.value for each in found.candidates for reason in each.reasons if reason.criterion is Criterion.ETA}
    assert (eta["along"], eta["across"]) == (pytest.approx(600 / WALKING, abs=5), pytest.approx(6150 / WALKING, abs=20))
    (nearer,) = [change for change in by_id(found)["across"].changes if change.criterion is Criterion.ETA]
    assert nearer.to < eta["across"]


def test_that_an_old_fix_made_young_brings_the_promised_rank(centre: Centre) -> None:
    case = centre.report(source=Source.HOTLINE_12319)
    add(centre, "a", 60)
    add(centre, "b", 900)
    add(centre, "old", 300, age_s=1800)
    promised = by_id(ask(centre, case.id))["old"]
    assert (promised.changes, promised.rank_then) == ([Change(criterion=Criterion.FIX_AGE, to=300)], 2)
    move(centre, "old", 300)
    assert by_id(ask(centre, case.id))["old"].rank == 2


def test_that_coming_nearer_brings_the_first_place(centre: Centre) -> None:
    case = centre.report(source=Source.HOTLINE_12319)
    add(centre, "a", 600)
    add(centre, "b", 900, age_s=8)
    (nearer,) = [change for change in by_id(ask(centre, case.id))["b"].changes if change.criterion is Criterion.ETA]
    move(centre, "b", (nearer.to - 1) * 1.2 / 1.4, age_s=2)
    assert by_id(ask(centre, case.id))["b"].rank == 1


def test_that_open_tasks_count(centre: Centre) -> None:
    add(centre, "a", 60)
    add(centre, "b", 120)
    for number in range(2):
        centre.order(ACCEPTOR, centre.report(f"before{number}", Source.HOTLINE_12319).id, SendVerifyOrder(unit_id="a"))
    case = centre.report(source=Source.HOTLINE_12319)
    found = by_id(ask(centre, case.id))
    assert (found["b"].rank, found["a"].rank) == (1, 2)
    assert next(reason.value for reason in found["a"].reasons if reason.criterion is Criterion.LOAD) == 2
    assert Change(criterion=Criterion.LOAD, to=0) in found["a"].changes


def test_that_vehicles_of_the_department_are_for_disposal(centre: Centre) -> None:
    case = centre.bring(Status.PENDING_DISPOSAL)
    add(centre, "ours", 900, kind=UnitKind.VEHICLE, department_id="d1")
    add(centre, "theirs", 10, kind=UnitKind.VEHICLE, department_id="d2")
    found = ask(centre, case.id)
    each = by_id(found)
    assert (found.purpose, each["ours"].rank, each["theirs"].barriers) == (Purpose.DISPOSE, 1, [Barrier.UNSUITED])
    assert each["u1"].barriers[0] is Barrier.WRONG_KIND
    assert next(reason.value for reason in each["ours"].reasons if reason.criterion is Criterion.LOAD) == 1  # one open case, one vehicle


def test_that_before_dispatch_the_trade_decides(centre: Centre) -> None:
    case = centre.bring(Status.PENDING_DISPATCH)
    add(centre, "sweeper", 500, kind=UnitKind.TRUCK, department_id="d2")
    add(centre, "nobody's", 10, kind=UnitKind.TRUCK)
    found = by_id(ask(centre, case.id))
    assert (found["sweeper"].rank, found["nobody's"].barriers) == (1, [Barrier.UNSUITED])


def test_that_nobody_need_go_to_a_closed_case(backend: Backend) -> None:
    case = Centre(backend.database).bring(Status.VOIDED)
    client = backend.client(Role.DISPATCHER)
    refused = client.get(f"/v1/cases/{case.id}/recommendation")
    assert (refused.status_code, refused.json()["code"]) == (409, "nobody_needed")
    assert client.get("/v1/cases/none/recommendation").status_code == 404
    assert backend.client(Role.HANDLER).get(f"/v1/cases/{case.id}/recommendation").status_code == 403


def test_that_the_rank_of_the_chosen_is_kept_and_audited(backend: Backend) -> None:
    centre = Centre(backend.database)
    add(centre, "near", 60)
    add(centre, "far", 900)
    tasks = {}
    for wanted in ("near", "far", "u1", None):
        case = centre.report(source=Source.HOTLINE_12319)
        (task,) = centre.order(ACCEPTOR, case.id, SendVerifyOrder(unit_id=wanted)).tasks
        tasks[wanted] = task.rank
    assert tasks == {"near": 1, "far": 2, "u1": 0, None: None}  # u1 was never seen
    entries = backend.client(Role.AUDITOR).get("/v1/audit", params={"limit": 500}).json()["entries"]
    acts = [(entry["act"], entry["detail"]) for entry in entries if entry["act"].startswith("RECOMMENDATION.")]
    assert acts[0] == ("RECOMMENDATION.FOLLOWED", "near rank 1, first near")
    assert acts[1:] == [("RECOMMENDATION.PASSED_OVER", "far rank 2, first near"), ("RECOMMENDATION.PASSED_OVER", "u1 rank 0, first near")]


def test_that_it_is_kept_and_counted_whether_the_first_was_taken(backend: Backend) -> None:
    """Of departments and of units; each number opens the cases behind it, and the flow says whom instead and why."""
    centre = Centre(backend.database)  # both departments are of the trade; d1 is the nearer one
    add(centre, "near", 60)
    add(centre, "far", 900)
    followed, passed = centre.bring(Status.DISPOSING).id, centre.bring(Status.PENDING_DISPATCH).id
    centre.order(DISPATCHER, passed, DispatchOrder(department_id="d2", note="they are there already"))
    record = centre.card(passed).flow[-1]
    assert (record.rank, record.recommended, record.receiver, record.note) == (2, "d1", "d2", "they are there already")
    for wanted in ("near", "far", None):
        asked = centre.report(case_id=f"unit-{wanted}", source=Source.HOTLINE_12319)
        centre.order(ACCEPTOR, asked.id, SendVerifyOrder(unit_id=wanted))
    flows = {wanted: centre.card(f"unit-{wanted}").flow[-1] for wanted in ("near", "far", None)}
    assert {wanted: (flow.rank, flow.recommended) for wanted, flow in flows.items()} == {"near": (1, "near"), "far": (2, "near"), None: (None, None)}

    counting.keep_up(backend.database)
    client = backend.client(Role.EVALUATOR)
    period = {"period": "YEAR", "day": centre.card(passed).case.reported_at.astimezone(CITY_ZONE).date().isoformat()}
    total = client.get("/v1/evaluation", params=period).json()["total"]
    assert (total["rates"]["dispatch_follow_rate"], total["rates"]["dispatch_pass_rate"]) == (0.5, 0.5)
    assert (total["rates"]["unit_follow_rate"], total["rates"]["unit_pass_rate"]) == (0.5, 0.5)
    for counter, ids in {
        Counter.SUGGEST_DISPATCH: {followed, passed},
        Counter.FOLLOW_DISPATCH: {followed},
        Counter.PASS_DISPATCH: {passed},
        Counter.SUGGEST_UNIT: {"unit-near", "unit-far"},
        Counter.PASS_UNIT: {"unit-far"},
    }.items():
        page = client.get("/v1/evaluation/cases", params=period | {"counter": counter}).json()
        assert {case["id"] for case in page["cases"]} == ids


def test_that_who_saw_no_recommendation_has_followed_none(centre: Centre) -> None:
    add(centre, "near", 60)
    add(centre, "far", 900)
    dispatched, sent = centre.bring(Status.PENDING_DISPATCH).id, centre.report(source=Source.HOTLINE_12319).id
    centre.order(DISPATCHER, dispatched, DispatchOrder(department_id="d2", unadvised=True))
    (task,) = centre.order(ACCEPTOR, sent, SendVerifyOrder(unit_id="far", unadvised=True)).tasks
    assert task.rank is None
    assert [(record.rank, record.recommended) for id in (dispatched, sent) for record in centre.card(id).flow[-1:]] == [(None, None)] * 2


def test_that_whether_it_was_followed_is_told_of_no_single_person(backend: Backend) -> None:
    """One dispatched as recommended, the case came back, and another chose: the case is in the line of the first."""
    centre = Centre(backend.database)
    with backend.database.read() as work:
        told = [each for each in evaluation.scheme(work).indicators if not CHOICES.isdisjoint(each.under)]
    assert [each.levels for each in told] == [[Dimension.CITY, Dimension.CLASS, Dimension.MAJOR]] * 4
    case_id = centre.bring(Status.PENDING_DISPOSAL).id
    centre.ask(AdjustmentKind.RETURN, case_id, DEPARTMENT, DISPATCHER)
    centre.order(user("other", Role.DISPATCHER), case_id, DispatchOrder(department_id="d2", note="it is theirs"))
    counting.keep_up(backend.database)
    client = backend.client(Role.EVALUATOR)
    period = {"period": "YEAR", "day": centre.card(case_id).case.reported_at.astimezone(CITY_ZONE).date().isoformat()}

    def has(standing: dict[str, Any]) -> bool:
        rates = {standing["rates"].get(each.id) for each in told}
        return rates != {None} or not {str(counter) for counter in CHOICES}.isdisjoint(standing["counts"])

    by_person = client.get("/v1/evaluation", params=period | {"by": "DISPATCHER"}).json()
    assert [(row["key"], row["counts"]["DISPATCH"], has(row)) for row in by_person["rows"]] == [("dispatcher", 1.0, False)]
    assert has(by_person["total"]), "of the whole city it is told"
    of_one = period | {"where": "DISPATCHER:dispatcher"}
    narrowed = client.get("/v1/evaluation", params=of_one | {"by": "CLASS"}).json()
    assert not any(map(has, (*narrowed["rows"], narrowed["total"])))
    for asked in ({"counter": "PASS_DISPATCH"}, {"counter": "DISPATCH", "minus": "FOLLOW_DISPATCH"}):
        refused = client.get("/v1/evaluation/cases", params=of_one | asked)
        assert (refused.status_code, refused.json()["code"]) == (400, "malformed")
    assert client.get("/v1/evaluation/cases", params=of_one | {"counter": "DISPATCH"}).json()["total"] == 1


def test_that_only_the_hall_is_told_and_all_of_it(backend: Backend) -> None:
    centre = Centre(backend.database)
    case = centre.report(source=Source.HOTLINE_12319)
    add(centre, "near", 60)
    answer = backend.client(Role.ACCEPTOR).get(f"/v1/cases/{case.id}/recommendation")
    assert answer.status_code == 200
    assert [(each["unit_id"], each.get("rank")) for each in answer.json()["candidates"]] == [("near", 1), ("u1", None)]
