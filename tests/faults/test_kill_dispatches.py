"""kill -9 of the backend in the middle of two hundred dispatches: none is lost, none is done twice (LAB-BACKEND 9)."""

from collections import Counter
from pathlib import Path

import pytest
import sqlalchemy as sa

from backend.rules import audit
from backend.session import Database
from backend.tables.cases import FlowRow
from tests.backend.centre import Centre
from tests.faults.harness import Order, Victim, feed, send, send_all
from wire.codes import Role, Status, Verb

CASES, KILLS = 200, 6


def waiting_cases(url: str) -> dict[str, int]:
    """Cases that wait for the dispatcher, and the version of each."""
    database = Database(url)
    centre = Centre(database)
    cases = [centre.bring(Status.PENDING_DISPATCH, f"case-{number}") for number in range(CASES)]
    database.close()
    return {card.id: card.version for card in cases}


def dispatch(case_id: str, version: int) -> Order:
    return Order("POST", f"/v1/cases/{case_id}/orders", {"verb": Verb.DISPATCH, "department_id": "d1"}, {"If-Match": f'"{version}"'})


@pytest.mark.timeout(600)  # a minute on two cores of its own; this is for a machine that is shared
def test_that_no_dispatch_is_lost_or_doubled(url: str, tmp_path: Path) -> None:
    waiting = waiting_cases(url)
    with Victim(url, tmp_path / "data") as victim:
        victim.start()
        token = victim.admin(Role.DISPATCHER)
        orders = [dispatch(case_id, version) for case_id, version in waiting.items()]
        answers = send_all(victim, token, orders, kills=KILLS)
        assert {answer.status_code for answer in answers} == {200}
        for order, answer in zip(orders, answers, strict=True):
            assert send(victim, token, order).content == answer.content, "a retry is answered as before"
        published = Counter((change["id"], change["version"]) for change in feed(victim, token) if change["noun"] == "CASE")
    assert published == {(case_id, each): 1 for case_id, version in waiting.items() for each in range(1, version + 2)}
    assert written(url) == (dict.fromkeys(waiting, 1), CASES, True)


def written(url: str) -> tuple[dict[str, int], int, bool]:
    """How often each case was dispatched by its flow, how many dispatches the audit trail has, and whether that is whole."""
    database = Database(url)
    with database.read() as work:
        dispatched = Counter(work.session.scalars(sa.select(FlowRow.case_id).where(FlowRow.verb == Verb.DISPATCH)))
        trail = audit.page(work, 0, 10_000)
    database.close()
    return dict(dispatched), sum(entry.act == "CASE.DISPATCH" for entry in trail.entries), trail.whole
