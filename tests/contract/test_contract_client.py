"""Every method of the client on the real backend: what it says is what the other understands."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from backend.rules import people
from backend.session import SYSTEM
from console.api import Api, ApiError, Cursor
from console.connection import Connection
from tests.backend.centre import Centre, report_of
from tests.backends import Backend, until
from tests.contract.conftest import ApiOf
from wire.bulk import schema_of
from wire.cameras import CameraOrder
from wire.case_filter import CaseFilter
from wire.cases import CaseCard, DispatchOrder, PhotoOfCase, RevokeOrder
from wire.codes import (
    DutyState,
    GridKind,
    HappeningKind,
    Noun,
    PhotoPhase,
    Role,
    Source,
    Status,
    TaskResult,
    TaskState,
    TrackFault,
    TrackSpanKind,
    UnitKind,
)
from wire.components import Component
from wire.nouns import MESSAGE_OF, change_of
from wire.people import DepartmentOrder, UserOrder
from wire.photos import id_of
from wire.recommendation import Barrier
from wire.sight import View
from wire.tasks import TaskReport
from wire.tracks import TRACK
from wire.units import SignIn, UnitOrder

JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000") + b"yiping" + bytes.fromhex("ffd9")
NOUNS = [noun for noun in Noun if noun != Noun.COMPONENT]


def code_of(error: pytest.ExceptionInfo[ApiError]) -> tuple[int, str]:
    return error.value.problem.status, error.value.problem.code


def test_that_a_login_gives_a_token_and_a_logout_takes_it(backend: Backend) -> None:
    with backend.database.write(SYSTEM) as work:
        people.put(work, UserOrder(name="li", full_name="Li Na", roles=[Role.DISPATCHER], password="a long password"))
    api = Api(Connection(backend.address))
    with pytest.raises(ApiError) as wrong:
        api.login("li", "another password")
    assert wrong.value.problem.status == 401
    assert api.login("li", "a long password").user == api.me()
    api.logout()
    with pytest.raises(ApiError) as caught:
        api.me()
    assert code_of(caught) == (401, "no_session")
    api.connection.shutdown()


def test_that_the_health_is_for_everybody(backend: Backend) -> None:
    api = Api(Connection(backend.address))
    assert until(lambda: api.health().ok)
    api.connection.shutdown()


def test_that_a_user_without_the_role_is_refused_by_name(api_of: ApiOf) -> None:
    for ask in (lambda api: api.snapshot(Noun.CALL), lambda api: api.users(), lambda api: api.audit()):
        with pytest.raises(ApiError) as caught:
            ask(api_of(Role.DEPARTMENT))
        assert code_of(caught) == (403, "not_your_role")
        assert not caught.value.passes


def test_that_snapshot_and_feed_tell_the_same(centre: Centre, api_of: ApiOf) -> None:
    for status in (Status.REPORTED, Status.VERIFYING, Status.PENDING_DISPATCH, Status.DISPOSING, Status.CLOSED, Status.VOIDED):
        centre.bring(status)
    api = api_of(Role.DISPATCHER)
    snapshots = {noun: api.snapshot(noun) for noun in NOUNS}
    epoch, head = snapshots[Noun.CASE].cursor
    answer = until(lambda: answer if (answer := api.changes(Cursor(epoch, 0))).head >= head else None)
    changes = [change_of(entry) for entry in answer.changes]
    assert [change.seq for change, _ in changes] == list(range(1, answer.head + 1))
    told = {(change.noun, change.id): thing for change, thing in changes}
    for noun, snapshot in snapshots.items():
        assert snapshot.cursor == (epoch, head)
        assert snapshot.table.schema.equals(schema_of(MESSAGE_OF[noun]))
        for thing in [thing for page in snapshot.pages() for thing in page]:
            assert told.get((noun, thing.id), thing) == thing
    assert snapshots[Noun.CASE].table.num_rows == 6


def test_that_the_number_of_closed_cases_and_the_kinds_of_grids_can_be_chosen(centre: Centre, api_of: ApiOf) -> None:
    centre.bring(Status.CLOSED)
    centre.bring(Status.REPORTED)
    api = api_of(Role.DISPATCHER)
    assert api.snapshot(Noun.CASE, closed=0).table.num_rows == 1
    assert api.snapshot(Noun.GRID, kinds=[GridKind.DUTY, GridKind.AREA]).table.num_rows == 1
    assert api.snapshot(Noun.GRID, kinds=[GridKind.BASIC]).table.num_rows == 0


def test_that_a_wait_ends_with_the_first_change(centre: Centre, api_of: ApiOf) -> None:
    api = api_of(Role.DISPATCHER)
    cursor = api.snapshot(Noun.CASE).cursor
    assert api.changes(cursor).changes == []
    centre.report()
    changes = [change_of(entry)[0] for entry in api.changes(cursor, wait=5).changes]
    assert [(change.seq, change.noun) for change in changes][:1] == [(cursor.seq + 1, Noun.CASE)]


@pytest.mark.parametrize("cursor", [("none of ours", 0), ("", 10_000_000)])
def test_that_a_cursor_of_another_feed_is_told_to_resync(cursor: tuple[str, int], centre: Centre, api_of: ApiOf) -> None:
    api = api_of(Role.DISPATCHER)
    epoch = api.health().epoch
    with pytest.raises(ApiError) as caught:
        api.changes(Cursor(cursor[0] or epoch, cursor[1]))
    assert code_of(caught) == (410, "resync")


def test_that_an_order_is_done_once_however_often_it_is_sent(centre: Centre, api_of: ApiOf) -> None:
    case, api = centre.bring(Status.PENDING_DISPATCH), api_of(Role.DISPATCHER)
    first = api.order(case.id, DispatchOrder(department_id="d1"), "key-0001", case.version)
    again = api.order(case.id, DispatchOrder(department_id="d1"), "key-0001", case.version)
    assert first == again
    assert (first.case.status, first.version) == (Status.PENDING_DISPOSAL, case.version + 1)
    with pytest.raises(ApiError) as reused:
        api.order(case.id, RevokeOrder(), "key-0001", first.version)
    assert code_of(reused) == (422, "key_reused")


def test_that_an_order_on_what_has_changed_tells_how_it_is_now(centre: Centre, api_of: ApiOf) -> None:
    case, api = centre.bring(Status.PENDING_DISPATCH), api_of(Role.DISPATCHER)
    now = api.order(case.id, DispatchOrder(department_id="d1"), "key-0001", case.version)
    with pytest.raises(ApiError) as caught:
        api.order(case.id, DispatchOrder(department_id="d2"), "key-0002", case.version)
    assert code_of(caught) == (412, "changed_meanwhile")
    assert caught.value.current is not None
    assert msgspec.json.decode(caught.value.current)["version"] == now.version


def test_that_a_step_that_the_rules_forbid_is_named(centre: Centre, api_of: ApiOf) -> None:
    case = centre.bring(Status.PENDING_DISPATCH)
    with pytest.raises(ApiError) as caught:
        api_of(Role.DISPATCHER).order(case.id, RevokeOrder(), "key-0001", case.version)
    assert caught.value.problem.status in (403, 409)
    assert caught.value.problem.detail


def test_that_what_is_unknown_is_named(centre: Centre, api_of: ApiOf) -> None:
    api = api_of(Role.DISPATCHER, Role.ADMIN)
    for ask in (lambda: api.case("nowhere"), lambda: api.photo("0" * 64), lambda: api.component("nowhere"), lambda: api.track_days("nowhere")):
        with pytest.raises(ApiError) as caught:
            ask()
        assert caught.value.problem.status == 404
        assert caught.value.problem.code.startswith("unknown_")


def test_that_a_report_with_a_photo_becomes_a_case_with_a_photo(centre: Centre, api_of: ApiOf) -> None:
    api = api_of(Role.ACCEPTOR)
    photo = api.upload_photo(JPEG, "image/jpeg")
    assert photo.id == id_of(JPEG)
    assert api.photo(photo.id) == JPEG
    report = msgspec.structs.replace(report_of("case0001", Source.HOTLINE_12319), photos=[photo.id])
    card = api.report(report)
    assert [photo.id for photo in card.photos] == [id_of(JPEG)]
    assert api.report(report) == card
    assert api.case("case0001") == card
    with_another = api.add_photo("case0001", PhotoOfCase(photo_id=photo.id, phase=PhotoPhase.CHECK), "key-0001")
    assert isinstance(with_another, CaseCard)
    assert {photo.phase for photo in with_another.photos} == {PhotoPhase.BEFORE, PhotoPhase.CHECK}


def test_that_pages_of_cases_follow_each_other(centre: Centre, api_of: ApiOf) -> None:
    ids = {centre.report().id for _ in range(5)}
    api = api_of(Role.DISPATCHER)
    first = api.cases(CaseFilter(limit=3))
    second = api.cases(CaseFilter(limit=3, cursor=first.next))
    assert (first.total, second.next) == (5, None)
    assert {case.id for case in first.cases} | {case.id for case in second.cases} == ids
    assert api.cases(CaseFilter(status=[Status.CLOSED], near=(111.0, 35.0, 500.0), box=(110.0, 34.0, 112.0, 36.0), overdue=False)).cases == []


def test_that_an_inspector_sees_and_answers_the_tasks_of_his_unit(centre: Centre, api_of: ApiOf) -> None:
    case = centre.bring(Status.VERIFYING)
    api = api_of(Role.INSPECTOR, unit_id="u1")
    (task,) = api.tasks(unit_id="u1", state=TaskState.OPEN)
    assert task.case_id == case.id
    photo = api.upload_photo(JPEG, "image/jpeg")
    answered = api.report_task(task.id, TaskReport(result=TaskResult.EXISTS, photos=[photo.id]), "key-0001")
    assert (answered.state, answered.result) == (TaskState.DONE, TaskResult.EXISTS)


def test_that_positions_come_as_they_are_sent_and_stay_as_a_track(backend: Backend, centre: Centre, api_of: ApiOf) -> None:
    api, device = api_of(Role.DISPATCHER), backend.client(Role.DEVICE)
    at = datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=1)
    fixes = [{"at": (at + timedelta(seconds=n)).isoformat(), "lon": 111.0 + n / 1000, "lat": 35.02, "speed": 1.5} for n in range(3)]
    assert device.post("/v1/positions", json={"code": "u1", "fixes": fixes}).status_code == 200
    positions = api.positions(0, wait=5)
    assert (positions.unit_ids, positions.lon, positions.speed, positions.heading) == (["u1"], [111.002], [1.5], [-1])
    assert api.positions(positions.cursor).unit_ids == []
    track = api.track("u1", at, at + timedelta(minutes=1))
    assert track.schema.equals(TRACK)
    assert track.column("lon").to_pylist() == [111.0, 111.001, 111.002]
    for asked in ({"unit_ids": ["u1"]}, {"kinds": list(UnitKind)}):
        together = api.tracks_together(at, at + timedelta(minutes=1), **asked)
        assert together.column("lon").to_pylist() == [1_110_000_000, 1_110_010_000, 1_110_020_000]
    assert api.tracks_together(at, at + timedelta(minutes=1)).num_rows == 0
    assert [day.fixes for day in api.track_days("u1")] == [3]
    analysis = api.track_analysis("u1", at, at + timedelta(minutes=1))
    assert (analysis.fixes, [span.kind for span in analysis.spans]) == (3, [TrackSpanKind.GAP])
    assert len(analysis.dropped[TrackFault.JUMP]) == 2  # 100 m in a second
    assert analysis.rules["gap_s"] == 180
    assert api.track_likenesses("u1", at, at + timedelta(minutes=1)) == []
    assert [each.kind for each in api.happenings("u1", at - timedelta(minutes=1), at + timedelta(minutes=2))] == [HappeningKind.SIGNED_IN]


def test_that_an_administrator_keeps_units_cameras_departments_and_users(centre: Centre, api_of: ApiOf) -> None:
    api = api_of(Role.ADMIN)
    unit = api.put_unit(UnitOrder(id="t1", code="t1", kind=UnitKind.TRUCK, name="Truck one"))
    assert unit in api.units()
    assert api.sign_in("t1", SignIn(duty=DutyState.ON_DUTY)).duty == DutyState.ON_DUTY
    assert api.put_camera(CameraOrder(id="k1", code="k1", name="Camera one", lon=111.0, lat=35.0)) in api.cameras()
    assert api.put_department(DepartmentOrder(id="d9", code="d9", name="Parks")) in api.departments()
    assert api.put_user(UserOrder(name="wang", full_name="Wang Wei", roles=[Role.AUDITOR])) in api.users()
    page = api.audit(limit=1000)
    assert page.whole
    assert len(page.entries) >= 4


def test_that_grids_and_components_can_be_asked_for(centre: Centre, api_of: ApiOf) -> None:
    api = api_of(Role.DISPATCHER)
    assert [grid.kind for grid in api.grids(GridKind.DUTY)] == [GridKind.DUTY]
    assert [grid.kind for grid in api.grids_at(111.0, 35.02)] == [GridKind.DUTY]
    assert api.components().schema.equals(schema_of(Component))


def test_that_who_sees_a_place_and_whom_to_send_can_be_asked_for(centre: Centre, api_of: ApiOf) -> None:
    case = centre.report(source=Source.HOTLINE_12319)
    api_of(Role.ADMIN).put_camera(CameraOrder(id="k1", code="k1", name="Gate", lon=case.case.lon, lat=case.case.lat - 0.0005, azimuth=0, reach=100))
    acceptor = api_of(Role.ACCEPTOR)
    seen = acceptor.sight(case.case.lon, case.case.lat)
    assert [(camera.camera_id, camera.view) for camera in seen.cameras] == [("k1", View.SEES)]
    assert [unit.unit_id for unit in seen.units] == ["u1"]
    whom = acceptor.recommendation(case.id)
    assert [(each.unit_id, each.barriers) for each in whom.candidates] == [("u1", [Barrier.NO_FIX])]


def test_that_the_catalogue_is_whole(api_of: ApiOf) -> None:
    catalogue = api_of(Role.DISPATCHER).catalogue()
    classes = {(small.kind, small.code) for small in catalogue.classes}
    assert len(classes) == len(catalogue.classes) >= 190
    assert {(condition.kind, condition.class_code) for condition in catalogue.conditions} == classes
