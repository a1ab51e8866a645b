"""Filters that the hall shares, and what became of findings, on both databases."""

from datetime import timedelta

import msgspec
import pytest

from backend import standards
from backend.refusals import ChangedMeanwhile, RuleSaysNo, Unknown
from backend.rules import cases, filters, findings, snapshots
from backend.session import Database
from tests.backend.centre import ACCEPTOR, DISPATCHER, GATEWAY, SAMPLES, Centre, report_of
from tests.backends import Backend
from wire.codes import Lamp, Noun, Role, Source, TaskResult, Verb
from wire.filters import MOST_FILTERS, FilterOrder, Wanted

LATE = Wanted(lamps=[Lamp.RED], areas=["STREET-140802001"], older_h=4)


def order(id: str = "f1", name: str = "Late in the north", place: int = 0) -> FilterOrder:
    return FilterOrder(id=id, name=name, wanted=LATE, place=place)


def test_that_a_filter_is_kept_as_it_was_sent_and_published(database: Database) -> None:
    with database.write(DISPATCHER) as work:
        kept = filters.put(work, order())
    assert (kept.wanted, kept.by, kept.version) == (LATE, DISPATCHER.name, 1)
    with database.read() as work:
        assert filters.all_filters(work) == [kept]
        assert list(snapshots.READERS[Noun.FILTER](work, snapshots.Query())) == [kept]


def test_that_a_filter_is_replaced_and_removed_by_its_version(database: Database) -> None:
    with database.write(DISPATCHER) as work:
        filters.put(work, order())
    with database.write(ACCEPTOR, 1) as work:
        assert filters.put(work, order(place=3)).version == 2
    with pytest.raises(ChangedMeanwhile), database.write(ACCEPTOR, 1) as work:
        filters.remove(work, "f1")
    with database.write(ACCEPTOR, 2) as work:
        filters.remove(work, "f1")
    with pytest.raises(Unknown), database.write(ACCEPTOR) as work:
        filters.remove(work, "f1")


def test_that_a_second_filter_of_a_name_and_too_many_are_refused(database: Database) -> None:
    with database.write(DISPATCHER) as work:
        for number in range(MOST_FILTERS):
            filters.put(work, order(f"f{number}", f"number {number}"))
    for refused, code in ((order("f1", "number 2"), "name_taken"), (order("new", "new"), "too_many_filters")):
        with pytest.raises(RuleSaysNo, check=lambda refusal, code=code: refusal.code == code), database.write(DISPATCHER) as work:
            filters.put(work, refused)


def test_that_filters_come_over_the_wire_and_bad_ones_are_refused_at_their_field(backend: Backend) -> None:
    client = backend.client(Role.DISPATCHER)
    body = msgspec.to_builtins(order())
    assert client.put("/v1/filters/f1", json=body).json()["name"] == "Late in the north"
    assert [saved["id"] for saved in client.get("/v1/filters").json()] == ["f1"]
    refused = client.put("/v1/filters/f1", json=body | {"wanted": {"lamps": ["PINK"]}})
    assert refused.status_code == 400
    assert "wanted" in refused.json()["errors"][0]["path"]
    assert client.delete("/v1/filters/f1").status_code == 204


def test_that_what_became_of_findings_is_counted_by_camera_class_and_hour(database: Database) -> None:
    centre = Centre(database)
    decided = {"void": (Verb.REFUSE, 3), "known": (Verb.MERGE, 1), "good": (Verb.ACCEPT, 2), "open": (None, 1)}
    centre.report("other")
    at = None
    for what, (verb, count) in decided.items():
        for number in range(count):
            report = msgspec.structs.replace(report_of(f"{what}-{number}", Source.VIDEO), camera_id="cam1")
            with centre.writing(ACCEPTOR) as work:
                at = cases.report(work, report).case.reported_at
            if verb is Verb.ACCEPT:
                centre.step(ACCEPTOR, report.id, Verb.SEND_VERIFY)
                centre.answer(report.id, TaskResult.EXISTS)
            if verb is not None:
                centre.order(ACCEPTOR, report.id, SAMPLES[verb])
    assert at is not None
    hour = at.astimezone(standards.in_force().calendar.tz).hour
    with database.read() as work:
        rates = findings.void_rates(work, [Source.VIDEO, Source.AI], 90)
        assert findings.void_rates(work, [Source.AI], 90) == []
    assert [(rate.camera_id, rate.class_code, rate.total, rate.voided, rate.merged) for rate in rates] == [("cam1", "0110", 6, 3, 1)]
    assert rates[0].hour == hour
    with database.write(GATEWAY) as work:
        work.at += timedelta(days=91)
        assert findings.void_rates(work, [Source.VIDEO], 90) == []


def test_that_rates_are_told_to_the_hall_only(backend: Backend) -> None:
    assert backend.client(Role.ACCEPTOR).get("/v1/findings/rates?source=VIDEO&source=AI").json() == []
    assert backend.client(Role.ACCEPTOR).get("/v1/findings/rates").status_code == 400
    assert backend.client(Role.DEPARTMENT).get("/v1/findings/rates?source=VIDEO").status_code == 403
