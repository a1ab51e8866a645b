"""The hotline over HTTP: the exchange, the seats, 12345, the public, and the figures with what is behind them."""

from datetime import timedelta

import pytest
import requests

from backend.session import clock
from tests.backend.centre import PHOTO, Centre
from tests.backend.test_callbacks import GOOD, citizens
from tests.backends import Backend, Client
from wire.codes import Role, Status


def right(answer: requests.Response, status: int = 200):
    assert answer.status_code == status, answer.text
    return answer.json()


@pytest.fixture
def exchange(backend: Backend) -> Client:
    return backend.client(Role.TELEPHONE)


@pytest.fixture
def operator(backend: Backend) -> Client:
    client = backend.client(Role.ACCEPTOR)
    right(client.post("/v1/seats/3/orders", json={"verb": "SIGN_ON"}))
    return client


def test_that_a_call_goes_through_the_door_to_the_feed(backend: Backend, exchange: Client, operator: Client) -> None:
    ring = {"id": "pbx-1", "number": "13812345678"}
    key = {"Idempotency-Key": "pbx-1-ring"}
    first = exchange.post("/v1/calls", json=ring, headers=key)
    right(first, 201)
    assert exchange.post("/v1/calls", json=ring, headers=key).content == first.content
    calls = right(operator.get("/v1/snapshot/calls"))
    assert [(call["state"], call["number"]) for call in calls] == [("RINGING", "138****5678")]
    card = right(operator.post("/v1/calls/pbx-1/orders", json={"verb": "TAKE"}))
    assert card["number"] == "13812345678"
    other = backend.client(Role.ACCEPTOR)
    right(other.post("/v1/seats/4/orders", json={"verb": "SIGN_ON"}))
    refused = other.post("/v1/calls/pbx-1/orders", json={"verb": "TAKE"})
    assert (refused.status_code, refused.json()["code"]) == (409, "call_taken")
    assert right(exchange.get("/v1/calls/pbx-1", params={"api_key": exchange.token}))["seat"] == 3
    right(exchange.post("/v1/calls/pbx-1/events", json={"event": "ENDED", "recording_ref": "r1"}))
    right(operator.post("/v1/calls/pbx-1/orders", json={"verb": "RECORD", "kind": "CONSULTATION", "text": "nine to five"}))
    assert right(operator.get("/v1/calls/pbx-1/card"))["recording_ref"] == "r1"
    assert [seat["state"] for seat in right(operator.get("/v1/seats"))] == ["EMPTY", "EMPTY", "FREE", "FREE", "EMPTY", "EMPTY"]
    assert right(operator.get("/v1/hotline"))["hand_overs"][0]["number"] == "110"
    assert right(operator.get("/v1/hotline/at-address", params={"address": "nowhere 5"}))["cases"] == []
    assert operator.get("/v1/hotline/at-address", params={"address": ""}).status_code == 400
    assert exchange.post("/v1/calls", json=ring | {"id": "x", "number": "abc"}).status_code == 400
    assert exchange.post("/v1/calls/none/events", json={"event": "MISSED"}).json()["code"] == "unknown_call"


def test_that_12345_brings_and_fetches(backend: Backend, operator: Client) -> None:
    gateway = backend.client(Role.GATEWAY)
    due = (clock() + timedelta(days=2)).isoformat()
    right(gateway.post("/v1/transfers", json={"id": "t1", "number": "HN-1", "title": "lamp", "due_at": due, "phone": "13912345678"}), 201)
    assert [each["state"] for each in right(operator.get("/v1/snapshot/transfers"))] == ["WAITING"]
    assert right(operator.get("/v1/transfers/t1"))["phone"] == "13912345678"
    right(operator.post("/v1/transfers/t1/orders", json={"verb": "REPLY", "reply": "lit again"}))
    answers = right(gateway.get("/v1/transfers", params={"state": ["REPLIED", "RETURNED"]}))
    assert [each["reply"] for each in answers] == ["lit again"]
    right(gateway.post("/v1/transfers/t1/orders", json={"verb": "FETCHED"}))
    assert gateway.get("/v1/transfers", params={"after": "yesterday"}).json()["errors"][0]["path"] == "after"


def test_that_the_public_asks_by_number_without_a_token(backend: Backend) -> None:
    centre = Centre(backend.database)
    number = citizens(centre, "a", Status.PENDING_CLOSE).number
    admin, evaluator, nobody = backend.client(Role.ADMIN), backend.client(Role.EVALUATOR), backend.client()
    preview = right(admin.get("/v1/cases/a/publication"))["shown"]
    words = {"problem": preview["problem"], "result": preview["result"], "photos": [PHOTO]}
    right(admin.post("/v1/cases/a/publication/orders", json={"verb": "PROPOSE"} | words))
    assert admin.post("/v1/cases/a/publication/orders", json={"verb": "PUBLISH"}).json()["code"] == "confirms_himself"
    assert nobody.get(f"/v1/public/results/{number}").status_code == 404
    right(evaluator.post("/v1/cases/a/publication/orders", json={"verb": "PUBLISH"}))
    answer = nobody.get(f"/v1/public/results/{number}")
    assert right(answer) == preview | {"photos": [PHOTO]}
    assert answer.headers["Cache-Control"] == "no-store"
    assert nobody.get("/v1/public/photos/none").json()["code"] == "unknown_photo"
    for _ in range(60):
        if (told := nobody.get("/v1/public/results/1")).status_code == 429:
            break
    assert told.json()["code"] == "too_many_questions"


def test_that_figures_open_what_they_count(backend: Backend, exchange: Client, operator: Client) -> None:
    centre, start = Centre(backend.database), (clock() - timedelta(hours=1)).isoformat()
    citizens(centre, "a", Status.PENDING_CLOSE)
    centre.order(operator.user, "a", GOOD)
    for id in ("c1", "c2"):
        right(exchange.post("/v1/calls", json={"id": id, "number": "13812345678"}), 201)
    right(exchange.post("/v1/calls/c1/events", json={"event": "MISSED"}))
    right(operator.post("/v1/calls/c2/orders", json={"verb": "TAKE"}))
    right(operator.post("/v1/calls/c2/orders", json={"verb": "RECORD", "kind": "COMPLAINT", "case_id": "a"}))
    figures = right(operator.get("/v1/hotline/figures", params={"start": start}))
    assert (figures["answer_rate"], figures["accepted_rate"], figures["callback_rate"], figures["satisfaction_rate"]) == (0.5, 1.0, 1.0, 1.0)
    for figure, count in figures["counts"].items():
        behind = right(operator.get(f"/v1/hotline/figures/{figure}", params={"start": start}))
        assert len(behind["calls"]) + len(behind["cases"]) == count, figure
    assert figures["counts"]["MISSED"] == figures["counts"]["CALLBACKS"] == figures["counts"]["PROMISES_KEPT"] == 1
    assert operator.get("/v1/hotline/figures", params={"start": "x"}).json()["errors"][0]["path"] == "start"
    late = {"start": clock().isoformat(), "end": start}
    assert operator.get("/v1/hotline/figures", params=late).json()["errors"][0]["path"] == "end"
