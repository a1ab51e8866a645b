"""The standards library: drafts, what is wrong in them, what they change, and what works by them from when on."""

import io
from datetime import UTC, date, datetime, timedelta

import msgspec
import openpyxl
import pytest
import sqlalchemy as sa

from backend import standards
from backend.exporters import standard_file
from backend.importers import standard_sheets
from backend.refusals import ChangedMeanwhile, Malformed, RuleSaysNo, Unknown
from backend.rules import catalogue, clocks, condition_lines, day_lines, library, standard_changes
from backend.session import SYSTEM, Database, Work
from backend.tables.feed import ChangeRow
from tests.backend.centre import ADMIN, DISPATCHER, Centre
from tests.backends import Backend
from wire.codes import Kind, LimitType, Noun, Role, StandardKind, StandardState, Status, Verb
from wire.exports import ExportFormat
from wire.standards import ConditionLine, DayLine, DraftOrder, Fault, Limit, Lines, PublicationOrder, WholeStandard

OURS = standards.read()
LINES = condition_lines.lines_of(OURS.catalogue)
HEAP = next(at for at, line in enumerate(LINES) if line.id == "EVENT-0110-1")


def changed(at: int, **values: str) -> Lines:
    """Our lines with one of them changed."""
    return Lines(conditions=[*LINES[:at], msgspec.structs.replace(LINES[at], **values), *LINES[at + 1 :]])


def draft(work: Work, id: str, lines: Lines, kind: StandardKind = StandardKind.CATALOGUE) -> WholeStandard:
    return library.put(work, id, DraftOrder(kind=kind, title=f"Title of {id}", lines=lines))


def publish(database: Database, id: str, lines: Lines, kind: StandardKind = StandardKind.CATALOGUE, days: int = 0) -> None:
    with database.write(ADMIN) as work:
        draft(work, id, lines, kind)
        library.publish(work, id, PublicationOrder(valid_from=catalogue.today(work) + timedelta(days=days)))


# Lines


def test_that_our_catalogue_and_calendar_come_back_from_their_lines() -> None:
    assert condition_lines.faults(LINES, OURS.trades) == []
    assert condition_lines.catalogue_of(OURS.catalogue.version, LINES, {}) == OURS.catalogue
    days = day_lines.lines_of(OURS.calendar)
    assert day_lines.faults(days, OURS.calendar) == []
    again = day_lines.calendar_of(days, OURS.calendar)
    assert (again.hours, again.free, again.made_working) == (OURS.calendar.hours, OURS.calendar.free, OURS.calendar.made_working)


WRONG = [
    pytest.param({"trade": "WINE"}, "trade", "unknown_trade", id="trade"),
    pytest.param({"trade": ""}, "trade", "missing", id="no trade"),
    pytest.param({"limit": "soon"}, "limit", "no_limit", id="limit"),
    pytest.param({"limit": "0 WORK_DAY"}, "limit", "no_limit", id="no time"),
    pytest.param({"limit": "inf WORK_DAY"}, "limit", "no_limit", id="for ever"),
    pytest.param({"limit": "nan WORK_DAY"}, "limit", "no_limit", id="no number"),
    pytest.param({"limit": "种植季节15工作日"}, "limit", "no_limit", id="a remark in the limit"),
    pytest.param({"code": "110"}, "code", "no_class_code", id="layout of the code"),
    pytest.param({"code": "0210", "id": ""}, "code", "other_major_class", id="another major class"),
    pytest.param({"major_code": "1"}, "major_code", "no_major_code", id="layout of the major code"),
    pytest.param({"kind": "ANIMAL"}, "kind", "unknown_kind", id="kind"),
    pytest.param({"name": ""}, "name", "missing", id="name"),
    pytest.param({"name": "别的名字"}, "name", "called_otherwise", id="two names of a class"),
    pytest.param({"text": "", "limit": "", "closing": ""}, "text", "class_without_condition", id="class without condition"),
    pytest.param({"urgent": "SOON"}, "urgent", "no_urgency", id="urgency"),
    pytest.param({"urgent": "URGENT"}, "urgent", "called_otherwise", id="two urgencies of a class"),
    pytest.param({"closing": ""}, "closing", "missing", id="closing"),
    pytest.param({"id": "EVENT-0111-1"}, "id", "no_condition_id", id="id of another class"),
]


@pytest.mark.parametrize(("values", "field", "code"), WRONG)
def test_that_what_is_wrong_is_named_at_its_row_and_field(values: dict[str, str], field: str, code: str) -> None:
    # The second condition of a class that has two, so that the class itself is known.
    at = next(at for at, line in enumerate(LINES) if line.id == "EVENT-0101-2")
    found = condition_lines.faults(changed(at, **values).conditions, OURS.trades)
    assert (at + 1, field, code) in {(fault.row, fault.field, fault.code) for fault in found}


def test_that_doubles_are_named() -> None:
    twice = [*LINES, LINES[HEAP]]
    found = {(fault.field, fault.code) for fault in condition_lines.faults(twice, OURS.trades) if fault.row == len(twice)}
    assert found == {("id", "doubled_id"), ("text", "doubled_condition")}
    assert condition_lines.faults([], OURS.trades) == [Fault(row=0, field="text", code="nothing")]


DAYS = [
    pytest.param(DayLine(meaning="HOLIDAY", first="2027-02-06", last="2027-02-05", name="春节"), "last", "ends_before", id="backwards"),
    pytest.param(DayLine(meaning="HOLIDAY", first="2027-02-06", last="2028-02-05", name="春节"), "last", "too_long", id="a year"),
    pytest.param(DayLine(meaning="HOLIDAY", first="6 February", last="2027-02-05", name="春节"), "first", "no_date", id="date"),
    pytest.param(DayLine(meaning="HOLIDAY", first="2027-02-06", last="2027-02-07"), "name", "missing", id="name"),
    pytest.param(DayLine(meaning="WORKDAY", first="2027-02-08", name="春节"), "first", "works_already", id="a Monday"),
    pytest.param(DayLine(meaning="FEAST", first="2027-02-06"), "meaning", "unknown_meaning", id="meaning"),
    pytest.param(DayLine(meaning="HOURS", first="2027-06-01", periods="08:00-12:00 11:00-18:00"), "periods", "no_periods", id="overlap"),
    pytest.param(DayLine(meaning="HOURS", first="2027-06-01", periods="8-12"), "periods", "no_periods", id="layout"),
    pytest.param(DayLine(meaning="HOLIDAY", first="2026-10-03", last="2026-10-09", name="国庆节"), "first", "doubled_day", id="doubled"),
]


@pytest.mark.parametrize(("line", "field", "code"), DAYS)
def test_that_what_is_wrong_in_a_calendar_is_named(line: DayLine, field: str, code: str) -> None:
    lines = [*day_lines.lines_of(OURS.calendar), line]
    found = {(fault.row, fault.field, fault.code) for fault in day_lines.faults(lines, OURS.calendar)}
    assert (len(lines), field, code) in found


# The life of a version


def test_that_a_draft_keeps_what_is_wrong_and_is_not_published_with_it(database: Database) -> None:
    with database.write(ADMIN) as work:
        whole = draft(work, "city-2027", changed(HEAP, limit="soon", trade="WINE"))
    assert {(fault.row, fault.field) for fault in whole.faults} == {(HEAP + 1, "limit"), (HEAP + 1, "trade")}
    with pytest.raises(RuleSaysNo, match="2 things are wrong") as refused, database.write(ADMIN) as work:
        library.publish(work, "city-2027", PublicationOrder(valid_from=catalogue.today(work)))
    assert refused.value.code == "standard_faulty"
    assert {error.path for error in refused.value.errors} == {f"lines[{HEAP + 1}].limit", f"lines[{HEAP + 1}].trade"}
    with pytest.raises(RuleSaysNo), database.read() as work:
        standard_changes.changes(work, "city-2027")
    with database.read() as work:
        assert catalogue.catalogue(work) == OURS.catalogue


def test_that_what_is_published_is_never_changed(database: Database) -> None:
    publish(database, "city-2027", changed(HEAP, limit="9 WORK_DAY"))
    for id in ("city-2027", OURS.catalogue.version):
        with pytest.raises(RuleSaysNo) as refused, database.write(ADMIN) as work:
            draft(work, id, Lines(conditions=LINES))
        assert refused.value.code == "standard_published"
        with pytest.raises(RuleSaysNo), database.write(ADMIN) as work:
            library.withdraw(work, id)
        with pytest.raises(RuleSaysNo), database.write(ADMIN) as work:
            library.publish(work, id, PublicationOrder(valid_from=date(2090, 1, 1)))


def test_that_nothing_comes_into_force_in_the_past(database: Database) -> None:
    with pytest.raises(RuleSaysNo) as refused:
        publish(database, "city-2027", Lines(conditions=LINES), days=-1)
    assert (refused.value.code, refused.value.errors[0].path) == ("valid_from_past", "valid_from")


def test_that_a_draft_is_withdrawn_and_that_two_do_not_overwrite_each_other(database: Database) -> None:
    with database.write(ADMIN) as work:
        first = draft(work, "city-2027", changed(HEAP, limit="9 WORK_DAY"))
    with database.write(ADMIN, expected=first.version) as work:
        draft(work, "city-2027", changed(HEAP, limit="8 WORK_DAY"))
    with pytest.raises(ChangedMeanwhile), database.write(ADMIN, expected=first.version) as work:
        draft(work, "city-2027", changed(HEAP, limit="7 WORK_DAY"))
    with database.write(ADMIN) as work:
        library.withdraw(work, "city-2027")
    with pytest.raises(Unknown), database.read() as work:
        library.one(work, "city-2027")


def test_that_the_urgency_of_a_class_is_previewed_published_and_written_in_words(database: Database) -> None:
    """Of all lines of the class together; the emergencies that came with the program are urgent at first."""
    key, pipe = (Kind.EVENT, "0110"), (Kind.EVENT, "0501")
    assert (OURS.classes[key].urgent, OURS.classes[pipe].urgent) == (False, True)
    lines = [msgspec.structs.replace(line, urgent="紧急") if (line.kind, line.code) == key else line for line in LINES]
    with database.write(ADMIN) as work:
        whole = draft(work, "city-2027", Lines(conditions=lines))
        (change,) = standard_changes.changes(work, "city-2027").classes
    assert whole.faults == []
    assert (change.code, change.before and change.before.urgent, change.after and change.after.urgent) == ("0110", False, True)
    table = standard_file.write(whole, ExportFormat.CSV, "zh_CN").decode("utf-8-sig")
    assert sum(",紧急," in line for line in table.splitlines()) > sum(line.code == "0110" for line in LINES)
    assert standard_sheets.read(database, table.encode(), "standard.csv", StandardKind.CATALOGUE) == whole.lines
    publish(database, "city-2028", Lines(conditions=[msgspec.structs.replace(line, urgent="一般") for line in LINES]))
    with database.read() as work:
        assert not any(small.urgent for small in catalogue.in_force(work).classes.values())


def test_that_a_later_version_waits_for_its_day(database: Database) -> None:
    publish(database, "city-2027", changed(HEAP, limit="9 WORK_DAY"))
    publish(database, "city-2028", changed(HEAP, limit="8 WORK_DAY"), days=40)
    with database.read() as work:
        today = catalogue.today(work)
        found = [catalogue.on(work, today + timedelta(days=days)).conditions["EVENT-0110-1"].limit.amount for days in (-1, 0, 39, 40)]
        listed = [each.id for each in library.all_standards(work) if each.kind is StandardKind.CATALOGUE]
    assert found == [4, 9, 9, 8]
    assert listed == [OURS.catalogue.version, "city-2027", "city-2028"]


def test_that_a_change_of_a_limit_affects_only_what_is_filed_afterwards(database: Database) -> None:
    centre = Centre(database)
    under_way, filed = centre.bring(Status.PENDING_DISPOSAL), centre.bring(Status.PENDING_DISPATCH)
    publish(database, "city-2027", changed(HEAP, limit="9 WORK_DAY", text="另一种写法"))
    assert centre.card(under_way.id, DISPATCHER).case.deadline_at == under_way.case.deadline_at
    sent = centre.step(DISPATCHER, filed.id, Verb.DISPATCH)
    assert (sent.case.limit_amount, sent.case.limit_type) == (4, LimitType.WORK_HOUR)
    assert sent.condition == OURS.conditions["EVENT-0110-1"], "the card shows what the case was filed under"
    later = centre.bring(Status.PENDING_DISPOSAL)
    assert (later.case.catalogue, later.case.limit_amount) == ("city-2027", 9)
    assert later.condition is not None
    assert later.condition.text == "另一种写法"


def test_that_the_clocks_go_by_the_calendar_in_force(database: Database) -> None:
    days = [*day_lines.lines_of(OURS.calendar), DayLine(meaning="HOLIDAY", name="停工", first="2030-01-07", last="2030-01-08")]
    publish(database, "calendar-2030", Lines(days=days), StandardKind.CALENDAR)
    with database.read() as work:
        calendar = catalogue.in_force(work).calendar
    friday, limit = datetime(2030, 1, 4, 9, tzinfo=UTC), Limit(amount=2, type=LimitType.WORK_HOUR)  # 17:00 there
    assert clocks.add(friday, limit, OURS.calendar) == datetime(2030, 1, 7, 1, tzinfo=UTC)
    assert clocks.add(friday, limit, calendar) == datetime(2030, 1, 9, 1, tzinfo=UTC)


def test_that_numbers_of_conditions_are_never_given_twice(database: Database) -> None:
    """What left the standard leaves its number behind."""
    new = msgspec.structs.replace(LINES[HEAP], id="", text="新的条件")
    publish(database, "a", Lines(conditions=[*LINES, new]))
    publish(database, "b", Lines(conditions=LINES), days=1)
    publish(database, "c", Lines(conditions=[*LINES, msgspec.structs.replace(new, text="又一个条件")]), days=2)
    with database.read() as work:
        found = {id: {each.text: each.id for each in condition_of(work, id)} for id in ("a", "c")}
        history = library.history(work, found["a"]["新的条件"])
    assert found["a"]["新的条件"] != found["c"]["又一个条件"]
    assert [(each.standard.id, each.condition is not None) for each in history] == [
        (OURS.catalogue.version, False),
        ("a", True),
        ("b", False),
        ("c", False),
    ]


def condition_of(work: Work, id: str) -> list[ConditionLine]:
    return library.one(work, id).lines.conditions


# What changes


def test_that_a_preview_names_what_changes_and_counts_the_cases(database: Database) -> None:
    centre = Centre(database)
    centre.bring(Status.PENDING_DISPATCH)
    centre.bring(Status.CLOSED)
    lines = changed(HEAP, limit="9 WORK_DAY").conditions
    lines = [line for line in lines if line.id != "EVENT-0101-2"] + [msgspec.structs.replace(LINES[0], id="", text="新的条件")]
    with database.write(ADMIN) as work:
        draft(work, "city-2027", Lines(conditions=lines))
    with database.read() as work:
        found = standard_changes.changes(work, "city-2027")
    assert found.against == OURS.catalogue.version
    by_id = {each.id: each for each in found.conditions}
    heap = by_id.pop("EVENT-0110-1")
    assert heap.before is not None
    assert heap.after is not None
    assert (heap.fields, heap.before.limit.amount, heap.after.limit.amount, heap.open_cases) == (["limit"], 4, 9, 1)
    assert found.open_cases == 1
    assert by_id.pop("EVENT-0101-2").after is None
    assert next(iter(by_id.values())).before is None
    assert len(by_id) == 1


def test_that_a_preview_of_a_calendar_counts_the_working_days(database: Database) -> None:
    days = [*day_lines.lines_of(OURS.calendar), DayLine(meaning="HOLIDAY", name="春节", first="2027-02-05", last="2027-02-11")]
    with database.write(ADMIN) as work:
        draft(work, "calendar-2027", Lines(days=days), StandardKind.CALENDAR)
    with database.read() as work:
        found = standard_changes.changes(work, "calendar-2027")
    assert [(each.before, each.after and each.after.name) for each in found.days] == [(None, "春节")]
    assert {each.year: each.after - each.before for each in found.years} == {2026: 0, 2027: -5}


# Tables


@pytest.mark.parametrize("format", [ExportFormat.CSV, ExportFormat.XLSX])
@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_that_a_table_comes_back_as_it_went_out(database: Database, format: ExportFormat, language: str) -> None:
    odd = changed(HEAP, text="=1+1", remark="'-x", closing='两行\n"引号", 逗号', basis="+86")
    with database.write(ADMIN) as work:
        whole = draft(work, "odd", odd)
    body = standard_file.write(whole, format, language)
    assert standard_sheets.read(database, body, f"odd.{format}", StandardKind.CATALOGUE) == whole.lines == odd


def test_that_a_calendar_comes_back_as_it_went_out(database: Database) -> None:
    with database.read() as work:
        whole = library.one(work, library.CALENDAR)
    for format in (ExportFormat.CSV, ExportFormat.XLSX):
        assert standard_sheets.read(database, standard_file.write(whole, format, "zh_CN"), "days", StandardKind.CALENDAR) == whole.lines


def test_that_what_a_spreadsheet_does_to_codes_is_undone(database: Database) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["类别", "大类代码", "大类名称", "小类代码", "小类名称", "责任行业", "立案条件", "处置时限", "结案条件"])
    sheet.append(["事件", 1, "市容环境", 110, "暴露垃圾", "环卫", "有垃圾", "4小时", "清走"])
    body = io.BytesIO()
    book.save(body)
    line = standard_sheets.read(database, body.getvalue(), "mine.xlsx", StandardKind.CATALOGUE).conditions[0]
    assert (line.kind, line.major_code, line.code, line.trade, line.limit) == ("EVENT", "01", "0110", "SANITATION", "4 WORK_HOUR")
    text = "类别,小类代码,立案条件\n事件,110,有垃圾\n".encode("gb18030")
    assert standard_sheets.read(database, text, "mine.csv", StandardKind.CATALOGUE).conditions[0].code == "0110"


NO_TABLES = [
    pytest.param(b"", "is empty", id="nothing"),
    pytest.param(b"PK\x03\x04 nonsense", "is no workbook", id="no workbook"),
    pytest.param(b"\x00\x01\x02", "is no text", id="bytes"),
    pytest.param("颜色,气味\n红,香\n".encode(), "has columns that no catalogue has: 颜色, 气味", id="other columns"),
    pytest.param(b"id,id\n1,2\n", "twice", id="a heading twice"),
]


@pytest.mark.parametrize(("body", "says"), NO_TABLES)
def test_that_what_is_no_table_is_refused_in_one_sentence(database: Database, body: bytes, says: str) -> None:
    with pytest.raises(Malformed, match=says):
        standard_sheets.read(database, body, "file.csv", StandardKind.CATALOGUE)


# The doors


def test_that_an_administrator_edits_through_the_doors_and_everybody_reads(backend: Backend) -> None:
    admin, reader = backend.client(Role.ADMIN), backend.client(Role.DISPATCHER)
    table = reader.get(f"/v1/standards/{OURS.catalogue.version}/file?format=csv").content
    lines = admin.post("/v1/standard-files?name=mine.csv&kind=CATALOGUE", data=table, headers={"Content-Type": "text/csv"}).json()
    assert len(lines["conditions"]) == len(LINES)
    lines["conditions"][HEAP]["limit"] = "9工作日"
    order = {"kind": "CATALOGUE", "title": "2027 版", "basis": "政府令", "lines": lines}
    assert reader.put("/v1/standards/city-2027", json=order).status_code == 403
    put = admin.put("/v1/standards/city-2027", json=order)
    assert (put.status_code, put.json()["faults"], put.headers["ETag"]) == (200, [], '"1"')
    assert [each["fields"] for each in reader.get("/v1/standards/city-2027/changes").json()["conditions"]] == [["limit"]]
    with backend.database.read() as work:
        today = catalogue.today(work)
    published = admin.post("/v1/standards/city-2027/publication", json={"valid_from": str(today)}, headers={"If-Match": '"1"'})
    assert published.json()["standard"]["state"] == StandardState.PUBLISHED
    assert reader.get("/v1/catalogue").json()["version"] == "city-2027"
    told = reader.get("/v1/snapshot/standards", headers={"Accept": "application/json"}).json()
    assert [each["id"] for each in told] == [OURS.catalogue.version, library.CALENDAR, "city-2027"]
    assert [each["standard"]["id"] for each in reader.get("/v1/conditions/EVENT-0110-1/history").json()] == [OURS.catalogue.version, "city-2027"]


def test_that_consoles_are_told(database: Database) -> None:
    publish(database, "city-2027", Lines(conditions=LINES))
    with database.read(SYSTEM) as work:
        chosen = sa.select(ChangeRow.version, ChangeRow.body).where(ChangeRow.noun == Noun.STANDARD).order_by(ChangeRow.seq)
        noted = work.session.execute(chosen).all()
    assert [(row.version, '"PUBLISHED"' in row.body) for row in noted] == [(1, False), (2, True)]
