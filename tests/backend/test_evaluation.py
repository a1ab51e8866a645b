"""An evaluation through its door: lines by dimension, the cases behind them, figures by hand, bulletins as workbook and PDF."""

import io
from datetime import date, datetime, timedelta

import openpyxl
import pytest
from PySide6.QtCore import QBuffer, QByteArray
from PySide6.QtPdf import QPdfDocument

from backend.refusals import RuleSaysNo
from backend.rules import bulletins, counting, evaluation, hand, period_records
from backend.session import SYSTEM, Database
from backend.settings import CITY_ZONE
from tests.backend.centre import CHIEF, DISPATCHER, LEADER, Centre
from tests.backends import Backend
from wire import periods
from wire.cases import DispatchOrder
from wire.codes import Role, Source, Status, Verb
from wire.evaluation import Counter, Dimension, HandOrder, Lap, Period, Question, written
from wire.period_records import CorrectionOrder, PeriodOrder

TODAY = date(2026, 11, 29)


@pytest.mark.parametrize(
    ("period", "day", "first", "last"),
    [
        (Period.DAY, date(2026, 2, 28), date(2026, 2, 28), date(2026, 2, 28)),
        (Period.WEEK, date(2026, 11, 29), date(2026, 11, 23), date(2026, 11, 29)),
        (Period.MONTH, date(2028, 2, 10), date(2028, 2, 1), date(2028, 2, 29)),
        (Period.MONTH, date(2026, 12, 31), date(2026, 12, 1), date(2026, 12, 31)),
        (Period.QUARTER, date(2026, 11, 1), date(2026, 10, 1), date(2026, 12, 31)),
        (Period.YEAR, date(2026, 11, 1), date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_that_periods_have_their_days(period: Period, day: date, first: date, last: date) -> None:
    assert periods.span(period, day) == (first, last)
    assert periods.span(period, periods.before(period, day))[1] == first - timedelta(days=1)


def test_that_departments_are_ranked_by_what_they_did(database: Database) -> None:
    centre = Centre(database)
    for status in (Status.CLOSED, Status.CLOSED, Status.DISPOSING):
        centre.bring(status)
    centre.report(source=Source.HOTLINE_12319)
    counting.keep_up(database)
    with database.read() as work:
        found = evaluation.evaluation(work, Question(period=Period.YEAR, day=counting.day_of(work.at)), Dimension.DEPARTMENT)
        nobody, d1 = found.rows
        assert (nobody.key, nobody.counts[Counter.REPORT]) == ("", 1)
        assert (d1.key, d1.name) == ("d1", "Sanitation north")
        assert d1.rates["dispose_rate"] == pytest.approx(2 / 3)
        assert d1.rates["archive_rate"] == 1
        assert d1.rates["urgent_archive_rate"] is None  # none was urgent: no figure, and not 0 %
        assert d1.scores["egova"] == 80.0  # 60 × 2/3 + 30 + 10
        assert d1.laps[Lap.DISPOSE].cases == 2
        assert found.total.counts[Counter.REPORT] == 4
        by_day = evaluation.evaluation(work, Question(period=Period.MONTH, day=counting.day_of(work.at)), Dimension.DAY)
        assert [row.key for row in by_day.rows] == [counting.day_of(work.at).isoformat()]  # type: ignore[union-attr]


def test_that_points_by_hand_change_the_score_and_say_who_gave_them(database: Database) -> None:
    centre = Centre(database)
    centre.bring(Status.CLOSED)
    counting.keep_up(database)
    order = HandOrder(
        id="points-1",
        kind="points",
        key="d1",
        period=Period.MONTH,
        day=centre.card("case1").case.reported_at.astimezone(CITY_ZONE).date(),
        value=-2.5,
        reason="late report",
    )
    with database.write(SYSTEM) as work:
        entered = hand.enter(work, order)
        assert hand.enter(work, order) == entered
    with database.read() as work:
        found = evaluation.evaluation(work, Question(period=Period.MONTH, day=order.day), Dimension.DEPARTMENT)
        assert found.rows[0].scores["yuncheng"] == 97.5
        assert [(each.reason, each.user) for each in hand.entered(work, *periods.span(Period.MONTH, order.day))] == [("late report", "System")]


def test_that_the_door_answers_lists_that_agree_with_its_numbers(backend: Backend) -> None:
    centre = Centre(backend.database)
    for status in (Status.CLOSED, Status.DISPOSING, Status.REPORTED):
        centre.bring(status)
    asked = {"period": "YEAR", "day": datetime.now(CITY_ZONE).date().isoformat()}
    client = backend.client(Role.EVALUATOR)
    found = client.get("/v1/evaluation", params=asked | {"by": "DEPARTMENT"}).json()
    assert found["waiting"] == 0
    listed = client.get("/v1/evaluation/cases", params=asked | {"where": "DEPARTMENT:d1", "counter": "NEED_DISPOSE"}).json()
    assert listed["total"] == next(row for row in found["rows"] if row["key"] == "d1")["counts"]["NEED_DISPOSE"] == 2
    scheme = client.get("/v1/evaluation/scheme").json()
    assert scheme["version"] == found["version"]
    wrong = client.get("/v1/evaluation", params=asked | {"where": "COLOUR:red"})
    assert (wrong.status_code, wrong.json()["errors"][0]["path"]) == (400, "where")
    assert client.get("/v1/evaluation", params={"period": "CENTURY", "day": "2026-11-29"}).status_code == 400
    hand_order = {"id": "approvals-1", "kind": "approvals", "period": "DAY", "day": asked["day"], "value": 3, "reason": "from the approvals desk"}
    assert client.post("/v1/evaluation/hand", json=hand_order).status_code == 201
    unknown = client.post("/v1/evaluation/hand", json=hand_order | {"id": "x-1", "kind": "wishes"})
    assert (unknown.status_code, unknown.json()["code"]) == (409, "unknown_hand_figure")
    assert backend.client(Role.ACCEPTOR).post("/v1/evaluation/hand", json=hand_order | {"id": "x-2"}).status_code == 403
    assert backend.client(Role.INSPECTOR).get("/v1/evaluation", params=asked).status_code == 403


def first_page(pdf: bytes) -> str:
    body, document = QBuffer(), QPdfDocument()
    body.setData(QByteArray(pdf))
    body.open(QBuffer.OpenModeFlag.ReadOnly)
    document.load(body)
    return str(document.getAllText(0).text())


def test_that_a_bulletin_has_the_four_figures_and_comes_as_workbook_and_pdf(backend: Backend) -> None:
    centre = Centre(backend.database)
    for status in (Status.CLOSED, Status.PENDING_DISPOSAL):
        centre.bring(status)
    for source in (Source.VIDEO, Source.HOTLINE_12319, Source.WECHAT):
        centre.report(source=source)
    client = backend.client(Role.EVALUATOR)
    day = datetime.now(CITY_ZONE).date().isoformat()
    client.post("/v1/evaluation/hand", json={"id": "approvals-2", "kind": "approvals", "period": "DAY", "day": day, "value": 7, "reason": "desk"})
    found = client.get("/v1/bulletins", params={"period": "MONTH", "day": day}).json()
    four = {figure["id"]: figure["value"] for figure in found["figures"]}
    assert [four[name] for name in ("dispatched", "captures", "complaints", "approvals")] == [2, 1, 2, 7]
    assert sum(each["cases"] for each in found["ageing"]) == 4
    order = {"period": "MONTH", "day": day, "language": "zh_CN"}
    book = openpyxl.load_workbook(io.BytesIO(client.post("/v1/bulletins", json=order | {"format": "xlsx"}).content))
    overview = {row[0]: row for row in book["概况"].iter_rows(values_only=True) if row[0]}
    assert overview["公布审批"][1] == 7
    assert all(row[3] for row in overview.values() if row[1] is not None)  # every figure says how it is made
    sheet = book["部门"]
    assert all(sheet.cell(2, column).value for column in range(2, sheet.max_column + 1))
    heads, *lines = list(book["案件清单"].iter_rows(min_row=3, values_only=True))
    assert len(lines) == 5  # every case that a figure counts, and of each what it counts for
    for name in ("上报", "立案", "派遣", "结案"):
        assert sum(line[heads.index(name)] or 0 for line in lines) == overview[name][1], name
    assert book["上期案件清单"].max_row == 3
    assert "城市管理月报" in first_page(client.post("/v1/bulletins", json=order | {"format": "pdf"}).content)
    for period in ("DAY", "WEEK"):
        figures = {figure["id"]: figure["value"] for figure in client.get("/v1/bulletins", params={"period": period, "day": day}).json()["figures"]}
        assert figures["dispatched"] == 2


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)  # how it is drawn is no matter of the database
def test_that_a_bulletin_of_any_period_is_drawn_in_either_language(backend: Backend) -> None:
    client, day = backend.client(Role.EVALUATOR), datetime.now(CITY_ZONE).date().isoformat()
    for period, language, word in (("MONTH", "en", "Monthly bulletin"), ("DAY", "zh_CN", "城市管理日报"), ("WEEK", "zh_CN", "城市管理周报")):
        order = {"period": period, "day": day, "language": language, "format": "pdf"}
        assert word in first_page(client.post("/v1/bulletins", json=order).content)


def test_that_every_indicator_is_written_in_both_languages_and_every_figure_has_its_note(database: Database) -> None:
    with database.read() as work:
        scheme = evaluation.scheme(work)
        rate = next(indicator for indicator in scheme.indicators if indicator.id == "dispose_rate")
        assert written(rate, scheme, english=True) == "Disposed of ÷ Should be disposed of"
        for indicator in scheme.indicators:
            assert written(indicator, scheme, english=False) != written(indicator, scheme, english=True)
        assert all(figure.note and figure.note_en for figure in scheme.figures)
        empty = bulletins.bulletin(work, Period.DAY, TODAY)
        assert {figure.value for figure in empty.figures if figure.id.endswith("_done")} == {None}


def test_that_a_frozen_period_stays_what_it_was_and_later_changes_go_into_a_correction(database: Database) -> None:
    centre = Centre(database)
    kept = centre.bring(Status.DISPOSING).id
    day = centre.card(kept).case.reported_at.astimezone(CITY_ZONE).date()
    order, asked = PeriodOrder(period=Period.DAY, day=day), Question(period=Period.DAY, day=day, frozen=True)
    counting.keep_up(database)
    with centre.writing(CHIEF) as work, pytest.raises(RuleSaysNo, match="ends on"):
        period_records.freeze(work, order)
    centre.ahead = timedelta(days=2)
    with centre.writing(CHIEF) as work:
        record = period_records.freeze(work, order)
        assert (record.cases, record.frozen_by, record.published_at) == (1, CHIEF.full_name, None)
        before = evaluation.evaluation(work, asked, Dimension.DEPARTMENT)
    with centre.writing(CHIEF) as work, pytest.raises(RuleSaysNo, match="frozen already"):
        period_records.freeze(work, order)
    with centre.writing(CHIEF) as work, pytest.raises(RuleSaysNo, match="otherwise than it was frozen"):
        period_records.correct(work, record.id, CorrectionOrder(reason="nothing happened"))
    centre.step(LEADER, kept, Verb.VOID)
    counting.keep_up(database)
    with centre.writing(CHIEF) as work:
        after = evaluation.evaluation(work, asked, Dimension.DEPARTMENT)
        assert (after.rows, after.total) == (before.rows, before.total)
        assert evaluation.cases(work, asked, [Counter.TO_DISPOSE], [], 10).total == after.total.counts[Counter.TO_DISPOSE] == 1
        assert evaluation.cases(work, Question(period=Period.DAY, day=day), [Counter.TO_DISPOSE], [], 10).total == 0
        published = period_records.publish(work, record.id)
        corrected = period_records.correct(work, record.id, CorrectionOrder(reason="voided by the leader"))
    assert published.published_by == CHIEF.full_name
    found = {(each.by, each.figure): (each.frozen, each.now) for each in corrected.corrections[0].differences}
    assert found[Dimension.DEPARTMENT, "TO_DISPOSE"] == (1, None)
    assert found[Dimension.CITY, "CANCEL"] == (None, 1)
    assert (corrected.corrections[0].reason, corrected.version) == ("voided by the leader", 3)
    with database.read() as work:
        assert period_records.records(work) == [corrected]
        with pytest.raises(RuleSaysNo, match="not frozen"):
            evaluation.evaluation(work, Question(period=Period.YEAR, day=day, frozen=True), Dimension.CITY)


def test_that_a_department_reads_its_own_line_and_the_cases_behind_it(backend: Backend) -> None:
    centre = Centre(backend.database)
    for department in ("d1", "d2", "d2"):
        card = centre.bring(Status.PENDING_DISPATCH)
        centre.order(DISPATCHER, card.id, DispatchOrder(department_id=department))
    office = backend.client(Role.DEPARTMENT, department_id="d2")
    asked = f"period=YEAR&day={datetime.now(CITY_ZONE).date()}"
    assert office.get("/v1/evaluation/scheme").status_code == 200
    for by, keys in (("DEPARTMENT", ["d2"]), ("SOURCE", ["INSPECTOR"])):
        told = office.get(f"/v1/evaluation?{asked}&by={by}").json()
        assert [row["key"] for row in told["rows"]] == keys
        assert told["total"]["counts"]["REPORT"] == 2
    own = office.get(f"/v1/evaluation/cases?{asked}&counter=REPORT").json()
    assert own["total"] == 2
    assert {case["department_id"] for case in own["cases"]} == {"d2"}
    others = ("by=DISPATCHER", "where=DEPARTMENT:d1", "where=DEPARTMENT:d2&where=DEPARTMENT:d1", "where=REPORTER:u1")
    for question in others:
        answer = office.get(f"/v1/evaluation?{asked}&{question}")
        assert (answer.status_code, answer.json()["code"]) == (403, "not_your_role"), question
    assert office.get(f"/v1/evaluation/cases?{asked}&counter=REPORT&where=DEPARTMENT:d1").status_code == 403
    assert backend.client(Role.HANDLER).get(f"/v1/evaluation?{asked}").status_code == 403, "of no department"
    for door in ("/v1/evaluation/hand", "/v1/evaluation/periods", "/v1/bulletins"):
        assert office.get(f"{door}?{asked}").status_code == 403
