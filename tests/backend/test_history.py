"""Cases of the past, and the catalogue that a city has imported."""

from datetime import UTC, datetime, timedelta

import msgspec
import sqlalchemy as sa

from backend import standards
from backend.rules import case_pages, cases, catalogue, condition_lines, library
from backend.rules.history import PastCase, import_cases
from backend.session import SYSTEM, Database
from backend.tables.feed import ChangeRow, FeedHead
from tests.backend.centre import CHIEF, DISPATCHER, GRID, LEADER, Centre
from wire.case_filter import CaseFilter
from wire.cases import Case
from wire.codes import CloseKind, Kind, Noun, Source, StandardKind, Status, Verb
from wire.flow import IMPORTED
from wire.standards import DraftOrder, Lines, PublicationOrder

YEAR_AGO = datetime(2025, 11, 20, 3, tzinfo=UTC)


def past(number: int, **values: object) -> PastCase:
    at = YEAR_AGO + timedelta(hours=number)
    ours: dict[str, object] = {
        "id": f"past-{number}",
        "source": Source.INSPECTOR,
        "kind": Kind.EVENT,
        "class_code": "0110",
        "lon": 111.0,
        "lat": 35.02,
    }
    closed = {"reported_at": at, "closed_at": at + timedelta(days=2), "close_kind": CloseKind.NORMAL}
    return PastCase(**(ours | closed | values))  # type: ignore[arg-type]


def test_that_ten_thousand_cases_of_the_past_come_in_with_their_own_times(database: Database) -> None:
    Centre(database)
    with database.read() as work:
        head = work.session.scalars(sa.select(FeedHead.seq)).one()
    with database.write(SYSTEM) as work:
        assert import_cases(work, [past(number) for number in range(10_000)]) == 10_000
    with database.read(CHIEF) as work:
        page = case_pages.page(work, CaseFilter(limit=2))
        assert page.total == 10_000
        assert work.session.scalar(sa.select(sa.func.max(ChangeRow.seq))) == head + 10_000
        card = cases.one(work, "past-0")
    assert (card.case.status, card.case.reported_at, card.case.duty_grid, card.version) == (Status.CLOSED, YEAR_AGO, GRID, 1)
    assert card.case.number == "1408022025112000001"
    assert card.case.status_at == card.case.closed_at
    assert [(record.verb, record.transition, record.at) for record in card.flow] == [(Verb.REPORT, IMPORTED, YEAR_AGO)]


def test_that_what_the_feed_is_told_of_them_can_be_read(database: Database) -> None:
    with database.write(SYSTEM) as work:
        import_cases(work, [past(1), past(2, status=Status.DISPOSING, closed_at=None, close_kind=None)])
    with database.read(CHIEF) as work:
        told = [msgspec.json.decode(row.body, type=Case) for row in work.session.scalars(sa.select(ChangeRow).where(ChangeRow.noun == Noun.CASE))]
        assert sorted(told, key=lambda case: case.id) == [cases.one(work, id).case for id in ("past-1", "past-2")]


def test_that_a_second_import_changes_nothing(database: Database) -> None:
    for stored in (3, 0):
        with database.write(SYSTEM) as work:
            assert import_cases(work, [past(number) for number in (1, 2, 3, 3)]) == stored


def test_that_an_open_case_of_the_past_goes_on_from_where_it_stands(database: Database) -> None:
    centre = Centre(database)
    waiting = past(1, status=Status.PENDING_FILING, closed_at=None, close_kind=None)
    with database.write(SYSTEM) as work:
        assert import_cases(work, [waiting]) == 1
    assert {offer.verb: offer.needs for offer in centre.card("past-1", LEADER).offers}[Verb.FILE] == ["condition_id"]
    assert centre.step(LEADER, "past-1", Verb.RETURN_TO_ACCEPTOR).flow[-1].seq == 2


def test_that_an_imported_catalogue_is_in_force_from_then_on(database: Database) -> None:
    """What was filed before keeps its limit; what is reported later is filed under the new version."""
    centre = Centre(database)
    filed = centre.bring(Status.PENDING_DISPATCH)
    ours = standards.in_force().catalogue
    longer = [msgspec.structs.replace(each, limit=standards.limit_of("9 WORK_DAY")) for each in ours.conditions]
    city = msgspec.structs.replace(ours, version="city-2027", conditions=longer)
    with database.write(SYSTEM) as work:
        lines = Lines(conditions=condition_lines.lines_of(city))
        library.put(work, city.version, DraftOrder(kind=StandardKind.CATALOGUE, title="test", lines=lines))
        library.publish(work, city.version, PublicationOrder(valid_from=catalogue.today(work)))
    with database.read() as work:
        assert catalogue.catalogue(work) == city
    assert centre.step(DISPATCHER, filed.id, Verb.DISPATCH).case.limit_amount == 4
    later = centre.bring(Status.PENDING_DISPOSAL).case
    assert (later.catalogue, later.limit_amount) == ("city-2027", 9)
