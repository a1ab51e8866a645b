"""Pages of cases: found by any part of what is written in them, sifted by anything, put together the whole, and as masked as everywhere."""

import csv
import io
from datetime import timedelta
from pathlib import Path

import hypothesis
import msgspec
import pytest
import sqlalchemy as sa
from hypothesis import strategies as st

from backend.exporters.export import export
from backend.photos import PhotoStore
from backend.refusals import Malformed, RuleSaysNo
from backend.rules import case_pages, case_words, cases, photos, serials
from backend.rules.case_words import Asked
from backend.rules.history import PastCase, import_cases
from backend.rules.messages import case_of
from backend.rules.spelling import plain
from backend.session import SYSTEM, Database
from backend.tables.audit import AuditRow
from backend.tables.cases import CaseRow
from tests.backend.centre import ACCEPTOR, CHIEF, DEPARTMENT, DISPATCHER, INSPECTOR, PHOTO, report_of
from tests.backend.past import BEGAN, CHARACTERS, add, all_of, expected, fill, found
from tests.backends import Backend
from wire.case_filter import CaseFilter, CaseSort
from wire.codes import CloseKind, Kind, Role, Source, Stage, Status, VoidKind
from wire.exports import ExportFormat, ExportLayer, ExportOrder

SETTINGS = hypothesis.settings(max_examples=60, deadline=None, database=None, derandomize=True, suppress_health_check=list(hypothesis.HealthCheck))
MOMENTS = st.integers(0, 260).map(lambda hours: BEGAN + timedelta(hours=hours))
FILTERS = st.fixed_dictionaries(
    {"sort": st.sampled_from(CaseSort), "ascending": st.booleans(), "limit": st.sampled_from((1, 3, 7, 100))},
    optional={
        "text": st.text(CHARACTERS, max_size=4) | st.sampled_from(("环卫", "市政 路", "灯")),
        "status": st.lists(st.sampled_from((Status.CLOSED, Status.VOIDED, Status.DISPOSING)), min_size=1, max_size=2),
        "stage": st.lists(st.sampled_from(Stage), min_size=1, max_size=3),
        "source": st.lists(st.sampled_from((Source.WECHAT, Source.VIDEO)), min_size=1),
        "department_id": st.lists(st.sampled_from(("d1", "d2")), min_size=1, max_size=2),
        "duty_grid": st.just(["140802001"]),
        "grid": st.sampled_from(("140802", "140802002")),
        "reported_from": MOMENTS,
        "reported_to": MOMENTS,
        "closed_from": MOMENTS,
        "closed_to": MOMENTS,
        "overdue": st.booleans(),
        "urgent": st.booleans(),
        "rework": st.booleans(),
        "close_kind": st.just([CloseKind.OVERDUE]),
        "void_kind": st.just([VoidKind.VOID]),
        "near": st.just((111.0, 35.0, 1200.0)),
        "box": st.just((110.99, 34.99, 111.01, 35.02)),
    },
)


@pytest.fixture
def past(database: Database) -> Database:
    fill(database)
    return database


def test_that_any_part_of_what_is_written_finds_its_case(past: Database) -> None:
    with past.read() as work:
        rows = [case_of(row) for row in work.session.scalars(sa.select(CaseRow))]
    written = [(case.id, text) for case in rows for text in (case.address, case.description) if len(text) > 2]

    @SETTINGS
    @hypothesis.given(data=st.data())
    def probe(data: st.DataObject) -> None:
        id, text = data.draw(st.sampled_from(written))
        start = data.draw(st.integers(0, len(text) - 2))
        part = text[start : data.draw(st.integers(start + 2, len(text)))]
        assert id in found(past, CaseFilter(text=part, limit=500))

    probe()


@pytest.mark.parametrize(("few", "seldom"), [(case_pages.FEW, case_pages.SELDOM), (5, case_pages.SELDOM), (5, 0)])
def test_that_every_filter_means_what_it_says_by_either_way(past: Database, few: int, seldom: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(case_pages, "FEW", few)  # so that common words are met in a small past too
    monkeypatch.setattr(case_pages, "SELDOM", seldom)

    @SETTINGS
    @hypothesis.given(FILTERS)
    def probe(named: dict[str, object]) -> None:
        wanted = CaseFilter(**named)  # type: ignore[arg-type]
        assert found(past, wanted) == expected(past, wanted)
        with past.read(CHIEF) as work:
            page = case_pages.page(work, wanted)
        meant = len(expected(past, wanted))
        assert (page.total == meant) if not page.more else (page.total <= meant)

    probe()


def test_that_a_class_means_one_of_its_kind(past: Database) -> None:
    for kind in Kind:
        for wanted in (CaseFilter(kind=kind), CaseFilter(kind=kind, class_code="0101"), CaseFilter(kind=kind, major="01")):
            assert found(past, wanted) == expected(past, wanted) != []
    with past.read(CHIEF) as work, pytest.raises(Malformed, match="name the kind"):
        case_pages.page(work, CaseFilter(class_code="0101"))


@pytest.mark.parametrize("text", ["", "路"])
@pytest.mark.parametrize("sort", CaseSort)
def test_that_pages_hold_each_case_once_while_others_come_in(past: Database, sort: CaseSort, text: str) -> None:
    wanted = CaseFilter(sort=sort, text=text, limit=7)
    before, seen, cursor, turn = expected(past, wanted), list[str](), None, 0
    while True:
        with past.read(CHIEF) as work:
            page = case_pages.page(work, msgspec.structs.replace(wanted, cursor=cursor))
        seen += [case.id for case in page.cases]
        if (cursor := page.next) is None:
            break
        turn += 1
        add(past, 3, seed=turn)
    assert len(seen) == len(set(seen))
    assert [id for id in seen if id in before] == before


def test_that_what_is_counted_has_an_end(past: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(case_pages, "MOST", 20)
    with past.read(CHIEF) as work:
        first = case_pages.page(work, CaseFilter(limit=10))
        second = case_pages.page(work, CaseFilter(limit=10, cursor=first.next))
        few = case_pages.page(work, CaseFilter(status=[Status.VOIDED]))
    assert (first.total, first.more, second.total, second.more) == (20, True, 20, True)
    assert (few.total, few.more) == (len(few.cases), False)


def test_that_a_number_is_found_by_its_beginning_its_day_and_its_month(database: Database) -> None:
    with database.write(ACCEPTOR) as work:
        number = cases.report(work, report_of("c1", Source.HOTLINE_12319)).case.number
        cases.report(work, report_of("c2", Source.HOTLINE_12319))
    for part in (number, number[:17], number[6:], number[10:], f"{number[10:14]}-{number[14:]}"):
        assert "c1" in found(database, CaseFilter(text=part)), part
    assert found(database, CaseFilter(text=number)) == ["c1"]
    assert found(database, CaseFilter(text=number[:6])) == ["c2", "c1"]


def test_that_everybody_finds_what_concerns_them(past: Database) -> None:
    with past.write(INSPECTOR) as work:
        photos.add(work, PHOTO, "image/jpeg", 3)
        cases.report(work, report_of("mine"))
    assert found(past, CaseFilter(text="garbage"), INSPECTOR) == ["mine"]
    assert found(past, CaseFilter(), INSPECTOR) == ["mine"]
    assert found(past, CaseFilter(), DEPARTMENT) == expected(past, CaseFilter(department_id=["d1"]))
    assert found(past, CaseFilter(department_id=["d2"]), DEPARTMENT) == []


def test_that_a_phone_is_found_by_those_alone_who_may_see_it_and_never_shown(past: Database) -> None:
    with past.read() as work:
        id, phone = work.session.execute(sa.select(CaseRow.id, CaseRow.phone).limit(1)).one()
    for by, ids in ((ACCEPTOR, [id]), (DISPATCHER, [])):
        with past.read(by) as work:
            page = case_pages.page(work, CaseFilter(text=phone))
        assert [case.id for case in page.cases] == ids
        assert phone not in msgspec.json.encode(page).decode()
    assert found(past, CaseFilter(text=phone[:6]), ACCEPTOR) == []


def test_that_nothing_masked_is_found_out_by_searching_for_it(database: Database) -> None:
    with database.write(ACCEPTOR) as work:
        said = msgspec.structs.replace(report_of("c1", Source.HOTLINE_12319), description="张三丰电话13812345678反映路灯不亮", phone="")
        shown = cases.report(work, said).case.description
    assert "13812345678" not in shown
    assert found(database, CaseFilter(text="路灯不亮"), DISPATCHER) == ["c1"]
    for text in ("13812345678", "12345678", "2345", "三丰"):
        assert found(database, CaseFilter(text=text), DISPATCHER) == [], text


def test_that_who_looks_for_a_phone_is_written_down(backend: Backend) -> None:
    fill(backend.database, 3)
    for role, times in ((Role.DISPATCHER, 0), (Role.ACCEPTOR, 1)):
        answer = backend.client(role).get("/v1/cases", params={"text": "13812345678"})
        assert answer.status_code == 200
        with backend.database.read() as work:
            notes = list(work.session.scalars(sa.select(AuditRow.detail).where(AuditRow.act == "PHONE.SOUGHT")))
        assert notes == ["138****5678: 0 cases"] * times


def test_that_the_address_says_all_of_it(backend: Backend) -> None:
    fill(backend.database)
    hall = backend.client(Role.DISPATCHER)
    query = (
        "status=CLOSED&status=DISPOSING&stage=EVALUATE&source=WECHAT&source=VIDEO&department_id=d1&department_id=d2&grid=140802&overdue=false"
        "&reported_from=2025-03-01T00:00:00Z&reported_to=2025-04-01&bbox=110,34,112,36&near=111,35,9000&sort=CLOSED&ascending=true&limit=3"
    )
    wanted = CaseFilter(
        status=[Status.CLOSED, Status.DISPOSING],
        stage=[Stage.EVALUATE],
        source=[Source.WECHAT, Source.VIDEO],
        department_id=["d1", "d2"],
        grid="140802",
        overdue=False,
        near=(111.0, 35.0, 9000.0),
        sort=CaseSort.CLOSED,
        ascending=True,
    )
    meant, seen, cursor = expected(backend.database, wanted), list[str](), ""
    while cursor is not None:
        page = hall.get(f"/v1/cases?{query}", params={"cursor": cursor} if cursor else {}).json()
        seen, cursor = seen + [case["id"] for case in page["cases"]], page["next"]
        assert (page["total"], page["more"]) == (len(meant), False)
    assert seen == meant != []


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("near=111,35", "near"),
        ("near=111,35,-1", "near"),
        ("bbox=3,2,1,0", "bbox"),
        ("reported_from=yesterday", "reported_from"),
        ("class_code=0101", "kind"),
        ("cursor=abc", "cursor"),
        ("limit=501", ""),
        ("major=1", ""),
        ("status=LOST", ""),
        (f"text={'x' * 101}", ""),
    ],
)
def test_that_a_wrong_filter_is_refused_at_its_field(backend: Backend, query: str, field: str) -> None:
    answer = backend.client(Role.DISPATCHER).get(f"/v1/cases?{query}")
    assert answer.status_code == 400
    assert not field or [error["path"] for error in answer.json()["errors"]] == [field]


@pytest.mark.parametrize("text", ['"', "'", "*", "%", "瑞 OR 路", "NEAR(", "a:b", "\\", "(", "& |", "', '", "路'", "-", "😀", "\u202e", "_"])
def test_that_any_characters_may_be_sought(past: Database, text: str) -> None:
    assert found(past, CaseFilter(text=text)) == expected(past, CaseFilter(text=text))


def test_that_words_are_made_for_a_database_that_has_none(past: Database) -> None:
    wanted = [CaseFilter(text=text) for text in ("路灯", "占道", "12", "a")]
    before = [found(past, each) for each in wanted]
    with past.write(SYSTEM) as work:
        for table in ("case_texts", "case_words"):
            work.session.execute(sa.text(f"DELETE FROM {table}"))
        assert case_words.are_missing(work)
        case_words.rebuild(work)
        assert not case_words.are_missing(work)
    assert [found(past, each) for each in wanted] == before


def test_that_a_thousand_cases_of_one_moment_have_serials_of_their_own(database: Database) -> None:
    past = [PastCase(id=f"s{n}", source=Source.WECHAT, kind=Kind.EVENT, class_code="0110", lon=111, lat=35, reported_at=BEGAN) for n in range(3000)]
    with database.write(SYSTEM) as work:
        import_cases(work, past[:2000])
        import_cases(work, past[2000:])
        got = set(work.session.scalars(sa.select(CaseRow.serial)))
    assert len(got) == 3000
    assert len({serials.serial_of(case.id, BEGAN) for case in past}) < 3000  # so that some had to move
    assert all(serials.first(BEGAN) <= serial < serials.first(BEGAN + timedelta(milliseconds=2)) for serial in got)


def test_that_a_refused_report_leaves_no_words(past: Database) -> None:
    known = msgspec.structs.replace(report_of("gone", Source.VIDEO), description="独一无二", photos=["no photo of ours"])
    with pytest.raises(RuleSaysNo), past.write(ACCEPTOR) as work:
        cases.report(work, known)
    with past.read(CHIEF) as work:
        assert list(all_of(work, CaseFilter(text="独一无二"))) == []
        assert list(work.session.execute(case_words.holding(work, [Asked(plain("独一无二"))]))) == []


def test_that_what_was_found_is_exported_masked_and_audited(past: Database, tmp_path: Path) -> None:
    wanted = CaseFilter(text="路", department_id=["d1", "d2"], limit=1)
    order = ExportOrder(layers=[ExportLayer.CASES], format=ExportFormat.CSV, found=wanted, language="en")
    body = export(past, PhotoStore(tmp_path), CHIEF, order).body.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(body)))
    assert sorted(row["Id"] for row in rows) == sorted(expected(past, wanted)) != []
    with past.read() as work:
        assert not any(phone in body for phone in work.session.scalars(sa.select(CaseRow.phone)))
        assert work.session.scalar(sa.select(AuditRow.detail).where(AuditRow.act == "EXPORT.CSV")) == f"cases {len(rows)}"
