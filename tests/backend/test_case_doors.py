"""The closed loop through the doors, by different people, as the console and the terminals do it."""

import threading
import uuid
from typing import Any

import msgspec
import pytest
from requests import Response

from backend import standards
from tests.backend.centre import Centre, report_of
from tests.backends import Backend, Client, until
from wire.cases import CaseCard, CasePage
from wire.codes import Role, Source, Verb
from wire.standards import Catalogue, Repeats

JPEG = b"\xff\xd8\xff\xe0 a very small picture"


class People:
    """One client for each post. `photo` is the id of a picture that was uploaded."""

    def __init__(self, backend: Backend) -> None:
        Centre(backend.database)
        self.acceptor = backend.client(Role.ACCEPTOR)
        self.leader = backend.client(Role.SHIFT_LEADER)
        self.dispatcher = backend.client(Role.DISPATCHER)
        self.department = backend.client(Role.DEPARTMENT, department_id="d1")
        self.handler = backend.client(Role.HANDLER, department_id="d1")
        self.inspector = backend.client(Role.INSPECTOR, unit_id="u1")
        self.chief = backend.client(Role.DUTY_LEADER)
        self.photo = self.inspector.post("/v1/photos", data=JPEG, headers={"Content-Type": "image/jpeg"}).json()["id"]

    def report(self, case_id: str = "c1", source: Source = Source.INSPECTOR) -> Response:
        body = msgspec.to_builtins(report_of(case_id, source)) | {"photos": [self.photo]}
        return (self.inspector if source is Source.INSPECTOR else self.acceptor).post("/v1/cases", json=body)


@pytest.fixture
def people(backend: Backend) -> People:
    return People(backend)


def order(by: Client, case_id: str, verb: Verb, version: int, key: str = "", **fields: Any) -> Response:
    headers = {"If-Match": f'"{version}"', "Idempotency-Key": key or uuid.uuid4().hex}
    return by.post(f"/v1/cases/{case_id}/orders", json={"verb": verb, **fields}, headers=headers)


def done(answer: Response) -> CaseCard:
    assert answer.status_code in (200, 201), answer.text
    return msgspec.json.decode(answer.content, type=CaseCard)


def code(answer: Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def at_dispatcher(people: People, case_id: str = "c1") -> CaseCard:
    card = done(people.report(case_id))
    filed_under = {"kind": "EVENT", "class_code": "0110", "condition_id": "EVENT-0110-1"}
    card = done(order(people.acceptor, case_id, Verb.ACCEPT, card.version, **filed_under))
    return done(order(people.leader, case_id, Verb.FILE, card.version))


def answer_task(people: People, card: CaseCard, result: str) -> None:
    answer = people.inspector.post(f"/v1/tasks/{card.tasks[-1].id}/report", json={"result": result, "photos": [people.photo], "note": "seen"})
    assert (answer.status_code, answer.json()["state"], answer.headers["ETag"]) == (200, "DONE", '"2"')


def test_that_a_report_of_a_citizen_goes_all_the_way_round(people: People) -> None:
    card = done(people.report(source=Source.HOTLINE_12319))
    card = done(order(people.acceptor, "c1", Verb.SEND_VERIFY, card.version))
    answer_task(people, card, "EXISTS")
    steps: list[tuple[Client, Verb, dict[str, Any]]] = [
        (people.acceptor, Verb.ACCEPT, {"kind": "EVENT", "class_code": "0110", "condition_id": "EVENT-0110-1"}),
        (people.leader, Verb.FILE, {}),
        (people.dispatcher, Verb.DISPATCH, {"department_id": "d1"}),
        (people.department, Verb.ASSIGN, {"handler": "Li Si"}),
        (people.handler, Verb.SUBMIT, {"photos": [people.photo]}),
        (people.department, Verb.CONFIRM, {}),
        (people.dispatcher, Verb.FORWARD, {}),
        (people.acceptor, Verb.SEND_CHECK, {}),
    ]
    for by, verb, fields in steps:
        seen = by.get("/v1/cases/c1")
        offered = {offer.verb: offer for offer in done(seen).offers}
        assert set(offered[verb].needs) <= set(fields), f"{verb} needs more than it was given"
        answer = order(by, "c1", verb, done(seen).version, **fields)
        card = done(answer)
        assert answer.headers["ETag"] == f'"{card.version}"'
    answer_task(people, card, "PASS")
    version = done(people.acceptor.get("/v1/cases/c1")).version
    card = done(order(people.acceptor, "c1", Verb.PASS_ON, version))
    card = done(order(people.leader, "c1", Verb.CLOSE, card.version, note="clean", closing_met=True))
    assert (card.case.status, card.case.close_kind, card.flow[-1].note) == ("CLOSED", "NORMAL", "clean")
    assert {photo.phase for photo in card.photos} == {"BEFORE", "VERIFY", "AFTER", "CHECK"}
    assert [task.result for task in card.tasks] == ["EXISTS", "PASS"]


def test_that_the_same_order_again_gets_the_same_answer_and_does_nothing(people: People) -> None:
    card = at_dispatcher(people)
    key = uuid.uuid4().hex
    first, again = (order(people.dispatcher, "c1", Verb.DISPATCH, card.version, key, department_id="d1") for _ in range(2))
    assert (first.status_code, first.content, first.headers["ETag"]) == (again.status_code, again.content, again.headers["ETag"])
    assert done(people.dispatcher.get("/v1/cases/c1")).version == card.version + 1
    assert code(order(people.dispatcher, "c1", Verb.DISPATCH, card.version, key, department_id="d2")) == (422, "key_reused")


@pytest.mark.parametrize(
    ("headers", "missing"),
    [
        ({}, {"If-Match", "Idempotency-Key"}),
        ({"If-Match": "*", "Idempotency-Key": "12345678"}, {"If-Match"}),
        ({"If-Match": '"3"'}, {"Idempotency-Key"}),
    ],
)
def test_that_an_order_without_its_headers_is_malformed(people: People, headers: dict[str, str], missing: set[str]) -> None:
    at_dispatcher(people)
    refused = people.dispatcher.post("/v1/cases/c1/orders", json={"verb": "DISPATCH", "department_id": "d1"}, headers=headers)
    assert code(refused) == (400, "malformed")
    assert {error["path"] for error in refused.json()["errors"]} == missing


def test_that_two_dispatchers_at_once_are_one_dispatch_and_one_who_is_told(backend: Backend, people: People) -> None:
    card = at_dispatcher(people)
    others = [backend.client(Role.DISPATCHER), backend.client(Role.DISPATCHER)]
    start, answers = threading.Barrier(2), []

    def dispatch(by: Client, department_id: str) -> None:
        start.wait()
        answers.append(order(by, "c1", Verb.DISPATCH, card.version, department_id=department_id))

    threads = [threading.Thread(target=dispatch, args=pair) for pair in zip(others, ("d1", "d2"), strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    winner, loser = sorted(answers, key=lambda answer: answer.status_code)
    assert (winner.status_code, *code(loser)) == (200, 412, "changed_meanwhile")
    assert loser.json()["current"] == winner.json()["case"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        pytest.param({"verb": "EXPLODE"}, 400, id="no such verb"),
        pytest.param({}, 400, id="no verb"),
        pytest.param({"verb": "DISPATCH"}, 400, id="field missing"),
        pytest.param({"verb": "DISPATCH", "department_id": "d1", "colour": "red"}, 400, id="unknown field"),
        pytest.param({"verb": "RETURN_TO_FILING", "note": ""}, 400, id="no reason"),
        pytest.param({"verb": "FORWARD"}, 409, id="wrong status"),
        pytest.param({"verb": "CLOSE"}, 403, id="wrong role"),
    ],
)
def test_that_a_wrong_order_is_refused_by_name(people: People, body: dict[str, str], status: int) -> None:
    card = at_dispatcher(people)
    headers = {"If-Match": f'"{card.version}"', "Idempotency-Key": uuid.uuid4().hex}
    refused = people.dispatcher.post("/v1/cases/c1/orders", json=body, headers=headers)
    assert refused.status_code == status, refused.text
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert refused.json()["code"] == {400: "malformed", 403: "not_your_role", 409: "wrong_status"}[status]
    assert done(people.dispatcher.get("/v1/cases/c1")).version == card.version


def test_that_a_report_again_is_the_same_case_and_another_is_refused(people: People) -> None:
    first, again = people.report(), people.report()
    assert (first.status_code, first.content) == (again.status_code, again.content)
    other = msgspec.to_builtins(report_of("c1")) | {"photos": [people.photo], "description": "other"}
    assert code(people.inspector.post("/v1/cases", json=other)) == (409, "id_taken")


def test_that_pages_and_tasks_are_those_of_the_asker(people: People) -> None:
    at_dispatcher(people, "c1")
    card = done(people.report("c2", Source.VIDEO))
    done(order(people.acceptor, "c2", Verb.SEND_VERIFY, card.version))

    def ids(by: Client, query: str = "") -> list[str]:
        return [case.id for case in msgspec.json.decode(by.get(f"/v1/cases{query}").content, type=CasePage).cases]

    assert ids(people.chief) == ["c2", "c1"]
    assert ids(people.chief, "?status=VERIFYING&status=CLOSED") == ["c2"]
    assert ids(people.chief, "?source=INSPECTOR&limit=1") == ["c1"]
    assert ids(people.department) == []
    assert ids(people.inspector) == ["c1"]
    assert code(people.chief.get("/v1/cases?limit=501")) == (400, "malformed")
    assert code(people.department.get("/v1/cases/c1")) == (404, "unknown_case")
    assert [(task["case_id"], task["ahead"]) for task in people.inspector.get("/v1/tasks?state=OPEN&limit=1").json()] == [("c2", 0)]
    assert code(people.chief.get("/v1/tasks?limit=1001")) == (400, "malformed")
    assert [task["case_id"] for task in people.chief.get("/v1/tasks?unit_id=u1").json()] == ["c2"]
    assert code(people.inspector.get("/v1/tasks?unit_id=u2")) == (403, "not_your_role")
    assert code(people.department.get("/v1/tasks")) == (403, "not_your_role")


def test_that_who_is_sent_to_a_case_sees_what_it_is_as_long_as_he_is(people: People) -> None:
    card = done(people.report("c2", Source.WECHAT))
    assert code(people.inspector.get("/v1/cases/c2")) == (404, "unknown_case")
    card = done(order(people.acceptor, "c2", Verb.SEND_VERIFY, card.version))
    seen = done(people.inspector.get("/v1/cases/c2"))
    assert (seen.case.description, seen.phone, seen.may_unmask, seen.offers) == ("a heap of garbage", "138****5678", False, [])
    assert len(seen.photos) == 1
    report = {"result": "EXISTS", "photos": [people.photo], "note": "seen"}
    assert people.inspector.post(f"/v1/tasks/{card.tasks[-1].id}/report", json=report).status_code == 200
    assert code(people.inspector.get("/v1/cases/c2")) == (404, "unknown_case")


def test_that_a_still_of_a_camera_is_hung_on_a_case(people: People) -> None:
    done(people.report("c2", Source.VIDEO))
    card = done(people.acceptor.post("/v1/cases/c2/photos", json={"photo_id": people.photo, "phase": "VERIFY"}))
    assert [photo.phase for photo in card.photos] == ["BEFORE", "VERIFY"]
    refused = people.acceptor.post("/v1/cases/c2/photos", json={"photo_id": "nothing", "phase": "VERIFY"})
    assert code(refused) == (409, "unknown_photo")


def test_that_the_catalogue_is_for_everybody(people: People) -> None:
    found = msgspec.json.decode(people.handler.get("/v1/catalogue").content, type=Catalogue)
    known = standards.in_force()
    of_other_rules: dict[str, object] = {"photo_sources": [], "assessors": [], "repeats": None}
    assert msgspec.structs.replace(found, **of_other_rules) == msgspec.structs.replace(known.catalogue, **of_other_rules)
    assert set(found.photo_sources) == known.machine.photo_sources
    assert set(found.assessors) == {role for row in known.machine.transitions if row.verb is Verb.ASSESS for role in row.roles} != set()
    assert found.repeats == Repeats(metres=known.advising.duplicates.metres, hours=known.advising.duplicates.hours)


def test_that_open_cases_are_in_the_snapshot_and_changes_in_the_feed(people: People) -> None:
    card = at_dispatcher(people)
    assert [case["id"] for case in people.chief.get("/v1/snapshot/cases").json()] == ["c1"]

    def fed() -> list[int]:
        changes = people.chief.get("/v1/changes?after=0").json()["changes"]
        return [change["version"] for change in changes if (change["noun"], change["id"]) == ("CASE", "c1")]

    assert until(lambda: fed()[-1:] == [card.version])
    assert fed() == list(range(1, card.version + 1))
