"""Reports of cases on a real database: which are taken, under which number, and which are refused."""

import threading
from datetime import UTC, datetime

import msgspec
import pytest

from backend import standards
from backend.refusals import Malformed, Unknown
from backend.rules import case_pages, cases
from tests.backend.centre import (
    ACCEPTOR,
    CHIEF,
    GATEWAY,
    INSPECTOR,
    Centre,
    refused,
    report_of,
)
from wire.case_filter import CaseFilter
from wire.cases import CaseReport
from wire.codes import INSPECTOR_SOURCES, Source

# All sources but those that tell by telephone, and readings (DOMAIN 2.4, T01); what inspectors report is tried by itself.
SEEN = [source for source in Source if source not in {*INSPECTOR_SOURCES, Source.HOTLINE_12319, Source.TRANSFER_12345, Source.SENSOR}]


def test_that_the_same_report_again_answers_the_same_case(centre: Centre) -> None:
    assert centre.report("c1") == centre.report("c1")
    with centre.database.read(CHIEF) as work:
        assert case_pages.page(work, CaseFilter()).total == 1


def test_that_another_report_under_the_same_id_is_refused(centre: Centre) -> None:
    centre.report("c1")
    with refused("id_taken"), centre.writing(INSPECTOR) as work:
        cases.report(work, msgspec.structs.replace(report_of("c1"), description="something else"))


def test_that_a_number_says_division_day_and_sequence(centre: Centre) -> None:
    day = datetime.now(standards.in_force().calendar.tz).strftime("%Y%m%d")
    assert [centre.report().case.number for _ in range(3)] == [f"140802{day}0000{number}" for number in (1, 2, 3)]


def test_that_reports_at_once_get_different_numbers(centre: Centre) -> None:
    """Twelve threads; one report comes three times."""
    numbers: list[str] = []
    start = threading.Barrier(12)

    def report(case_id: str) -> None:
        start.wait()
        numbers.append(centre.report(case_id).case.number)

    threads = [threading.Thread(target=report, args=(f"at once {max(number, 2)}",)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(numbers) == 12
    assert len(set(numbers)) == 10


def test_that_a_place_outside_every_grid_is_accepted(centre: Centre) -> None:
    with centre.writing(INSPECTOR) as work:
        far = cases.report(work, msgspec.structs.replace(report_of("far"), lon=112.0))
    assert (far.case.duty_grid, far.case.grid_code) == (None, None)
    assert centre.report("near").case.duty_grid == "140802001"


@pytest.mark.parametrize(
    ("source", "by", "changed", "code"),
    [
        pytest.param(Source.INSPECTOR, INSPECTOR, {"class_code": "9999"}, "unknown_class", id="class"),
        pytest.param(Source.INSPECTOR, INSPECTOR, {"photos": []}, "photo_missing", id="no photo"),
        *(pytest.param(source, ACCEPTOR, {"photos": []}, "photo_missing", id=f"no photo of {source}") for source in SEEN),
        pytest.param(Source.INSPECTOR, INSPECTOR, {"photos": ["nobody uploaded this"]}, "unknown_photo", id="photo"),
        pytest.param(Source.INSPECTOR, GATEWAY, {}, "not_your_source", id="source"),
    ],
)
def test_that_a_wrong_report_is_refused(centre: Centre, source: Source, by, changed: dict[str, object], code: str) -> None:
    with refused(code), centre.writing(by) as work:
        cases.report(work, msgspec.structs.replace(report_of("c1", source), **changed))
    with pytest.raises(Unknown):
        centre.card("c1")


@pytest.mark.parametrize("source", [Source.HOTLINE_12319, Source.TRANSFER_12345])
def test_that_who_telephones_has_nothing_to_show(centre: Centre, source: Source) -> None:
    assert centre.report("c1", source).photos == []


@pytest.mark.parametrize("shown", [{"camera_id": "k1"}, {"media_url": "https://example.org/heap.jpg"}])
def test_that_the_stills_of_a_camera_come_later_and_a_picture_may_lie_elsewhere(centre: Centre, shown: dict[str, str]) -> None:
    with centre.writing(ACCEPTOR) as work:
        card = cases.report(work, msgspec.structs.replace(report_of("c1", Source.VIDEO), photos=[], **shown))
    assert card.case.source is Source.VIDEO


def test_that_a_time_without_a_zone_is_refused_and_one_to_come_is_now(centre: Centre) -> None:
    with pytest.raises(Malformed), centre.writing(INSPECTOR) as work:
        cases.report(work, msgspec.structs.replace(report_of("c1"), at=datetime(2026, 1, 1)))  # noqa: DTZ001
    with centre.writing(INSPECTOR) as work:
        card = cases.report(work, msgspec.structs.replace(report_of("c1"), at=datetime(2126, 1, 1, tzinfo=UTC)))
        assert card.case.reported_at == work.at


@pytest.mark.parametrize("case_id", ["a/b", "..", "a?b", "a b", "", "x" * 65])
def test_that_a_case_has_an_id_that_can_stand_in_an_address(case_id: str) -> None:
    said = msgspec.to_builtins(report_of("c1")) | {"id": case_id}
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(said, CaseReport)


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00+14:00", "1999-12-31T23:59:59Z"])
def test_that_a_clock_that_was_never_set_is_refused(centre: Centre, at: str) -> None:
    with pytest.raises(Malformed), centre.writing(INSPECTOR) as work:
        cases.report(work, msgspec.structs.replace(report_of("c1"), at=datetime.fromisoformat(at)))
