"""Zones on cameras, and what was seen in them, on both databases."""

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from backend.refusals import ChangedMeanwhile, Malformed, Unknown
from backend.rules import ai_events, analytics, cameras, findings
from backend.session import SYSTEM, Database
from backend.tables.cases import CaseRow
from tests.backend.centre import ACCEPTOR, GATEWAY, LEADER, PHOTO, SAMPLES, Centre, refused, user
from tests.backends import Backend
from wire.analytics import MOST_ZONES, AiEvent, AiEventReport, CaptureStateReport, CaptureZoneOrder
from wire.cameras import CameraOrder
from wire.codes import CaptureKind, CaptureState, Kind, Role, Source, Status, Verb

PATROLLER = user("patroller", Role.VIDEO_PATROLLER)
AREA = [(0.1, 0.4), (0.6, 0.4), (0.6, 0.9), (0.1, 0.9)]


def zone(id: str = "z1", camera_id: str = "c1", **changed: Any) -> CaptureZoneOrder:
    fields = {"name": "公交站台", "kind": CaptureKind.VEHICLE_STOPPED, "points": AREA, "case_kind": Kind.EVENT, "class_code": "0110"}
    return CaptureZoneOrder(id=id, camera_id=camera_id, **fields | changed)


def seen(id: str, at: datetime, zone_id: str = "z1", **changed: Any) -> AiEventReport:
    fields: dict[str, Any] = {"box": (0.2, 0.5, 0.1, 0.1), "confidence": 0.8, "still_id": PHOTO}
    return AiEventReport(id=id, zone_id=zone_id, at=at, **(fields | changed))


@pytest.fixture
def centre(database: Database) -> Centre:
    made = Centre(database)
    with database.write(SYSTEM) as work:
        for id in ("c1", "c2"):
            cameras.put(work, CameraOrder(id=id, code=id, name=f"camera {id}", lon=111.0, lat=35.02, sub_url=f"rtsp://gateway/{id}"))
    return made


def report(centre: Centre, order: AiEventReport) -> AiEvent:
    with centre.writing(GATEWAY) as work:
        return ai_events.report(work, order)


def put(centre: Centre, order: CaptureZoneOrder, expected: int | None = None) -> None:
    with centre.writing(PATROLLER, expected) as work:
        analytics.put(work, order)


def test_that_a_zone_is_kept_planned_and_removed_by_its_version(centre: Centre) -> None:
    put(centre, zone())
    put(centre, zone("z2", "c2", active=False))
    with centre.writing(GATEWAY) as work:
        [planned] = analytics.plan(work)
        analytics.tell(work, [CaptureStateReport(camera_id=id, state=CaptureState.LEARNING) for id in ("c1", "gone")])
    assert (planned.camera.sub_url, [each.id for each in planned.zones], planned.zones[0].points) == ("rtsp://gateway/c1", ["z1"], AREA)
    with centre.writing(GATEWAY) as work:
        analytics.tell(work, [CaptureStateReport(camera_id="c1", state=CaptureState.WATCHING)])
        told = {each.id: each.state for each in analytics.zones(work)}
    assert told == {"z1": CaptureState.WATCHING, "z2": None}
    put(centre, zone(hold_s=60), expected=1)
    with pytest.raises(ChangedMeanwhile):
        put(centre, zone(hold_s=20), expected=1)
    with pytest.raises(ChangedMeanwhile), centre.writing(PATROLLER, 1) as work:
        analytics.remove(work, "z1")
    with centre.writing(PATROLLER, 2) as work:
        analytics.remove(work, "z1")
        assert [each.id for each in analytics.zones(work)] == ["z2"]
    with pytest.raises(Unknown), centre.writing(PATROLLER) as work:
        analytics.remove(work, "z1")


@pytest.mark.parametrize(
    ("kind", "points"),
    [
        (CaptureKind.OBJECT_LEFT, AREA[:2]),
        (CaptureKind.OBJECT_LEFT, [AREA[0], AREA[2], AREA[1], AREA[3]]),
        (CaptureKind.OBJECT_LEFT, [(0.1, 0.1), (0.11, 0.1), (0.11, 0.11)]),
        (CaptureKind.FLOOD, [(0.1, 0.1), (0.11, 0.1)]),
    ],
)
def test_that_a_shape_that_cannot_be_watched_is_refused_with_why(centre: Centre, kind: CaptureKind, points: list[tuple[float, float]]) -> None:
    with pytest.raises(Malformed) as refusal:
        put(centre, zone(kind=kind, points=points))
    assert [error.path for error in refusal.value.errors] == ["points"]


def test_that_unknown_classes_other_cameras_and_too_many_zones_are_refused(centre: Centre) -> None:
    with refused("unknown_class"):
        put(centre, zone(class_code="9999"))
    with pytest.raises(Unknown):
        put(centre, zone(camera_id="gone"))
    for number in range(MOST_ZONES):
        put(centre, zone(f"z{number}"))
    with refused("too_many_zones"):
        put(centre, zone("more"))
    with refused("other_camera"):
        put(centre, zone("z1", "c2"))


def test_that_one_camera_and_class_is_one_finding_for_half_an_hour_and_every_sighting_is_kept(centre: Centre) -> None:
    for each in (zone(), zone("z2"), zone("other", "c2"), zone("class", class_code="0101")):
        put(centre, each)
    now = datetime.now(UTC)
    first = report(centre, seen("e1", now - timedelta(minutes=70)))
    same = report(centre, seen("e2", now - timedelta(minutes=45), "z2"))
    still = report(centre, seen("e3", now - timedelta(minutes=20)))  # it stays: half an hour from the last sighting, not from the first
    assert (first.again, same.again, still.again) == (False, True, True)
    assert first.case_id == same.case_id == still.case_id
    assert report(centre, seen("e1", now - timedelta(minutes=70))) == first
    with refused("id_taken"):
        report(centre, seen("e1", now))
    apart = [report(centre, seen("e4", now, "other")), report(centre, seen("e5", now, "class"))]
    assert len({first.case_id, *(each.case_id for each in apart)}) == 3
    card = centre.card(first.case_id)
    assert (card.case.source, card.case.status, card.case.camera_id, card.case.photo_count) == (Source.AI, Status.REPORTED, "c1", 1)
    with centre.database.read() as work:
        assert [each.id for each in ai_events.events(work, "", first.case_id, 10)] == ["e3", "e2", "e1"]
        assert [each.id for each in ai_events.events(work, "c1", "", 2)] == ["e5", "e3"]
    with centre.writing(GATEWAY) as work:
        analytics.remove(work, "z1")
    with pytest.raises(Unknown):
        report(centre, seen("e6", now))
    with refused("unknown_photo"):
        report(centre, seen("e7", now, "z2", marked_id="none"))


def test_that_confirmed_and_rejected_findings_become_the_rates_of_their_camera(centre: Centre) -> None:
    put(centre, zone())
    put(centre, zone("other", "c2"))
    now = datetime.now(UTC)
    true, void = report(centre, seen("e1", now)), report(centre, seen("e2", now, "other"))
    assert centre.order(ACCEPTOR, void.case_id, SAMPLES[Verb.REFUSE]).case.status is Status.VOIDED
    card = centre.order(ACCEPTOR, true.case_id, SAMPLES[Verb.SEND_VERIFY])
    assert card.case.status is Status.VERIFYING
    with centre.database.read(LEADER) as work:
        rates = findings.void_rates(work, [Source.AI], 1)
    assert [(rate.camera_id, rate.total, rate.voided) for rate in rates] == [("c2", 1, 1)]
    assert report(centre, seen("e3", now, "other")).again  # refused a moment ago, and still there: nobody is asked twice


def test_that_what_was_refused_or_closed_hides_nothing_that_comes_after_it(centre: Centre) -> None:
    put(centre, zone())
    now = datetime.now(UTC)
    shadow = report(centre, seen("e1", now))
    centre.order(ACCEPTOR, shadow.case_id, SAMPLES[Verb.REFUSE])
    assert report(centre, seen("e2", now)).case_id == shadow.case_id
    beside = report(centre, seen("e3", now, box=(0.45, 0.5, 0.1, 0.1)))  # another vehicle, in another place of the picture
    assert not beside.again
    assert report(centre, seen("e4", now)).case_id == beside.case_id  # what is still to be judged takes all of this camera and class
    with centre.database.write(SYSTEM) as work:
        work.session.get_one(CaseRow, beside.case_id).status = Status.CLOSED
    assert not (after := report(centre, seen("e5", now, box=(0.45, 0.5, 0.1, 0.1)))).again
    assert after.case_id not in (shadow.case_id, beside.case_id)


def test_that_the_doors_know_who_draws_who_watches_and_what_is_wrong(backend: Backend) -> None:
    Centre(backend.database)
    with backend.database.write(SYSTEM) as work:
        cameras.put(work, CameraOrder(id="c1", code="c1", name="one", lon=111.0, lat=35.02))
    draws, watches, looks = backend.client(Role.VIDEO_PATROLLER), backend.client(Role.GATEWAY), backend.client(Role.DISPATCHER)
    body = msgspec.to_builtins(zone())
    assert draws.put("/v1/capture-zones/z1", json=body).headers["etag"] == '"1"'
    wrong = {"hold_s": 5, "points": [[0.1, 1.4], [0, 0]], "kind": "METEOR", "least": 0, "name": "", "class_code": "x", "mood": 1}
    for field, value in wrong.items():
        answer = draws.put("/v1/capture-zones/z1", json=body | {field: value})
        assert (answer.status_code, field in answer.text) == (400, True)
    assert looks.put("/v1/capture-zones/z1", json=body).status_code == 403
    assert watches.get("/v1/capture-zones").status_code == 403
    assert [each["id"] for each in watches.get("/v1/capture-plan").json()[0]["zones"]] == ["z1"]
    assert watches.post("/v1/capture-states", json=[{"camera_id": "c1", "state": "ELSEWHERE"}]).status_code == 204
    assert looks.get("/v1/capture-zones?camera_id=c1").json()[0]["state"] == "ELSEWHERE"
    event = msgspec.to_builtins(seen("e1", datetime.now(UTC)))
    assert draws.post("/v1/ai-events", json=event).status_code == 403
    made = watches.post("/v1/ai-events", json=event)
    assert (made.status_code, made.json()["again"]) == (201, False)
    assert looks.get(f"/v1/ai-events?case_id={made.json()['case_id']}").json() == [made.json()]
    assert watches.post("/v1/ai-events", json=event | {"id": "e2", "box": [0.5, 0.5, 2, 1]}).status_code == 400
    assert draws.delete("/v1/capture-zones/z1").status_code == 204
