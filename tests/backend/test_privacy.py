"""Personal data: masked wherever it stands, whole only with a reason, handed out to whom it is about; every look written down."""

import io
from datetime import timedelta

import openpyxl
import pytest
import sqlalchemy as sa

from backend.exporters import subject
from backend.privacy import read
from backend.refusals import Malformed, NotYourRole
from backend.rules import audit, calls, case_pages, cases, claims, masks, people, personal, presence, publications, transfers
from backend.session import Database, clock
from backend.standards.data import FOLDER, BadStandard
from backend.tables.audit import AuditRow
from tests.backend.centre import ACCEPTOR, ADMIN, CHIEF, DEPARTMENT, DISPATCHER, GATEWAY, INSPECTOR, PHOTO, Centre, report_of, user
from tests.backends import Backend
from wire.calls import RingReport
from wire.case_filter import CaseFilter
from wire.cases import CaseReport
from wire.codes import Role, Source, Status, SubjectAnswer, UnmaskReason
from wire.people import UserOrder
from wire.presence import ClaimOrder, PresenceReport
from wire.privacy import SubjectOrder, UnmaskOrder
from wire.publications import ProposeOrder, WithdrawOrder
from wire.side_orders import AnswerOrder, AskSuspendOrder, RejectOrder, SuperviseOrder
from wire.transfers import TransferReport

AUDITOR, EXCHANGE = user("auditor", Role.AUDITOR), user("exchange", Role.TELEPHONE)
TEXT = "张三丰（13812345678）说：联系人李小明，电话 0359-2345678，身份证 142701198001011234，找王建国先生"


@pytest.mark.parametrize(
    ("said", "seen"),
    [
        ("打 13812345678 找我", "打 138****5678 找我"),
        ("打 138 1234 5678 找我", "打 138******5678 找我"),
        ("+8613812345678", "+86*******5678"),
        ("电话：2345678", "电话：*****78"),
        ("0359-2345678", "035*******78"),
        ("0359-234 5678", "035********78"),
        ("（0359）2345678", "（035*******78"),
        ("身份证142701198001011234。", "身份证****************34。"),
        ("身份证14270119800101123x。", "身份证****************3x。"),
        ("联系人：李小明，在路口", "联系人：李**，在路口"),
        ("王建国先生说", "王**先生说"),
        ("我叫欧阳锋", "我叫欧**"),
        ("部件 1408020103000123 破损", "部件 1408020103000123 破损"),
        ("案件 1408022026112000001", "案件 1408022026112000001"),
        ("2026-11-20 08:30 在瑞祥路11号", "2026-11-20 08:30 在瑞祥路11号"),
        ("", ""),
    ],
)
def test_that_numbers_and_names_in_texts_are_masked(said: str, seen: str) -> None:
    assert masks.text(said) == seen


def test_that_known_names_and_numbers_are_masked_wherever_they_stand() -> None:
    assert masks.text("慕容复在家，号码6677889", ["慕容复"], ["6677889"]) == "慕**在家，号码*******"
    assert masks.text("打667-7889，2-3点在", [], ["6677889"]) == "打667****7889，2-3点在"


def test_that_a_wrong_pattern_is_refused_in_one_sentence(tmp_path) -> None:
    text = (FOLDER / "privacy.toml").read_text("utf-8").replace(r"regex = '(?<!\d)0\d", r"regex = '(?<!\d0\d", 1)
    (tmp_path / "privacy.toml").write_text(text, "utf-8")
    with pytest.raises(BadStandard, match="landline number is none"):
        read(tmp_path)


def report(centre: Centre, case_id: str = "c1") -> str:
    values = {name: getattr(report_of(case_id), name) for name in CaseReport.__struct_fields__}
    order = CaseReport(**values | {"description": TEXT, "address": "联系人：张三丰 家", "photos": [PHOTO]})
    with centre.database.write(INSPECTOR) as work:
        return cases.report(work, order).id


def test_that_no_list_no_feed_and_no_card_tells_who_it_was(database: Database) -> None:
    centre = Centre(database)
    case_id = report(centre)
    with database.read(ACCEPTOR) as work:
        seen = [str(cases.open_cases(work)), str(case_pages.page(work, CaseFilter())), str(cases.one(work, case_id))]
    with database.read() as work:
        seen += [str(row) for row in work.session.connection().exec_driver_sql("SELECT body FROM changes").all()]
        seen += [str(row) for row in work.session.connection().exec_driver_sql("SELECT title, detail FROM names").all()]
    for token in ("张三丰", "13812345678", "李小明", "2345678", "142701198001011234", "王建国"):
        assert not [text for text in seen if token in text], token


def test_that_it_is_whole_for_who_says_why_and_that_this_is_written_down(database: Database) -> None:
    centre = Centre(database)
    case_id = report(centre)
    with database.write(ACCEPTOR) as work:
        found = personal.unmask(work, case_id, UnmaskOrder(reason=UnmaskReason.CALL_BACK, note="问 13900000000"))
        assert (found.until - work.at).total_seconds() == 600
    assert (found.reporter, found.phone, found.description) == ("张三丰", "13812345678", TEXT)
    with database.read(AUDITOR) as work:
        seen = personal.views(work, case_id, 10)
        assert audit.page(work, 0, 500).whole
    assert [(each.user, each.act, each.detail) for each in seen] == [("acceptor", "PERSONAL.UNMASK", "CALL_BACK 问 139****0000")]


@pytest.mark.parametrize("by", [DISPATCHER, ADMIN, INSPECTOR, GATEWAY])
def test_that_whoever_need_not_know_is_refused(database: Database, by) -> None:
    centre = Centre(database)
    case_id = report(centre)
    with pytest.raises(NotYourRole), database.write(by) as work:
        personal.unmask(work, case_id, UnmaskOrder(reason=UnmaskReason.CALL_BACK))
    with database.read(AUDITOR) as work:
        assert personal.views(work, case_id, 10) == []


def test_that_another_reason_is_said_in_words(database: Database) -> None:
    centre = Centre(database)
    case_id = report(centre)
    with pytest.raises(Malformed) as refused, database.write(ACCEPTOR) as work:
        personal.unmask(work, case_id, UnmaskOrder(reason=UnmaskReason.OTHER, note=" "))
    assert refused.value.errors[0].path == "note"


def test_that_everything_about_a_number_is_handed_out_and_noted(database: Database) -> None:
    centre = Centre(database)
    mine = report(centre)
    centre.bring(Status.PENDING_DISPOSAL)  # with the same number
    other = CaseReport(
        id="other", source=Source.HOTLINE_12319, kind=report_of("x").kind, class_code="0110", lon=111.0, lat=35.02, phone="13900000000"
    )
    with database.write(ACCEPTOR) as work:
        cases.report(work, other)
    with database.write(CHIEF) as work:
        found = personal.export(work, SubjectOrder(phone="138 1234-5678", note="came with his card"))
    assert mine in {row["id"] for row in found["cases"]}
    assert len(found["cases"]) == 2
    assert "other" not in {row["id"] for row in found["cases"]}
    assert {row["case_id"] for row in found["flow"]} == {row["id"] for row in found["cases"]}
    assert not {"users", "tokens", "audit", "changes"} & set(found)
    book = openpyxl.load_workbook(io.BytesIO(subject.write(found)))
    assert set(book.sheetnames) == set(found)
    assert "13812345678" in {cell.value for row in book["cases"].iter_rows() for cell in row}
    with database.write(CHIEF) as work:
        refused = personal.refuse(work, SubjectOrder(phone="13812345678", note="nobody knows whose number it is"))
    with database.read(AUDITOR) as work:
        asked, views = personal.requests(work), personal.views(work, None, 10)
    assert refused == asked[0]
    assert [(each.answer, each.phone) for each in asked] == [(SubjectAnswer.REFUSED, "138****5678"), (SubjectAnswer.EXPORTED, "138****5678")]
    assert asked[1].rows == sum(map(len, found.values()))
    assert {each.act for each in views} == {"PERSONAL.EXPORTED", "PERSONAL.REFUSED"}
    assert "13812345678" not in str(asked) + str(views)


def test_that_calls_and_transfers_of_a_number_are_handed_out_too(database: Database) -> None:
    Centre(database)
    at = clock()
    with database.write(EXCHANGE) as work:
        for id, number in (("mine", "138 1234 5678"), ("other", "13900000000")):
            calls.ring(work, RingReport(id=id, number=number))
    with database.write(GATEWAY) as work:
        for id, phone in (("t-mine", "138-1234-5678"), ("t-other", "")):
            transfers.take(work, TransferReport(id=id, number=id, title="路灯不亮", due_at=at + timedelta(days=1), reporter="王", phone=phone))
    with database.write(CHIEF) as work:
        found = personal.export(work, SubjectOrder(phone="13812345678", note="came with his card"))
    assert [row["id"] for row in found["calls"]] == ["mine"]
    assert [row["id"] for row in found["transfers"]] == ["t-mine"]
    book = openpyxl.load_workbook(io.BytesIO(subject.write(found)))
    assert {"calls", "transfers"} <= set(book.sheetnames)


def test_that_a_number_that_nobody_knows_makes_an_empty_file(database: Database) -> None:
    with database.write(ADMIN) as work:
        found = personal.export(work, SubjectOrder(phone="13700000000", note="asked by letter"))
    assert found == {}
    assert openpyxl.load_workbook(io.BytesIO(subject.write(found))).sheetnames == ["nothing"]


def test_that_the_doors_are_guarded_and_keep_nothing(backend: Backend) -> None:
    centre = Centre(backend.database)
    case_id = centre.bring(Status.REPORTED).id
    acceptor, dispatcher = backend.client(Role.ACCEPTOR), backend.client(Role.DISPATCHER)
    whole = acceptor.post(f"/v1/cases/{case_id}/unmask", json={"reason": "CALL_BACK"}, headers={"Idempotency-Key": "a-key-of-mine"})
    assert (whole.status_code, whole.json()["phone"], whole.headers["Cache-Control"]) == (200, "13812345678", "no-store")
    assert dispatcher.post(f"/v1/cases/{case_id}/unmask", json={"reason": "CALL_BACK"}).status_code == 403
    assert acceptor.post(f"/v1/cases/{case_id}/unmask", json={"reason": "CURIOSITY"}).status_code == 400
    assert acceptor.post("/v1/cases/none/unmask", json={"reason": "CALL_BACK"}).json()["code"] == "unknown_case"
    with backend.database.read() as work:
        kept = work.session.connection().exec_driver_sql("SELECT * FROM orders").all()
    assert "13812345678" not in str(kept)
    order = {"phone": "13812345678", "note": "his card"}
    assert dispatcher.post("/v1/personal/exports", json=order).status_code == 403
    file = backend.client(Role.ADMIN).post("/v1/personal/exports", json=order)
    assert file.content.startswith(b"PK")


def test_that_what_is_asked_pressed_for_and_passed_on_tells_nobody_who_it_was(database: Database) -> None:
    """Neither on a card, nor in what all consoles are told; who may see it whole and looks at it stands in the trail."""
    centre = Centre(database)
    case_id = report(centre)
    centre.forward(centre.card(case_id), Status.PENDING_DISPOSAL)
    centre.order(DEPARTMENT, case_id, AskSuspendOrder(note=TEXT, until=clock() + timedelta(days=3)))
    centre.order(DISPATCHER, case_id, RejectOrder(note=TEXT))
    centre.order(AUDITOR, case_id, SuperviseOrder(note=TEXT))
    centre.order(DEPARTMENT, case_id, AnswerOrder(note=TEXT))
    for by, reason in ((DISPATCHER, ""), (ACCEPTOR, TEXT)):
        with database.write(by) as work:
            people.put(work, UserOrder(name=by.name, full_name=by.full_name, roles=by.roles))
            presence.report(work, f"of {by.name}", PresenceReport())
            claims.claim(work, case_id, ClaimOrder(reason=reason))
    disposed = centre.bring(Status.PENDING_REVIEW).id
    for asked in (ProposeOrder(problem="路灯不亮", result="已修复"), WithdrawOrder(reason=TEXT)):
        with database.write(ACCEPTOR) as work:
            publications.order(work, disposed, asked)
    with database.write(GATEWAY) as work:
        told = TransferReport(
            id="t1", number="t1", title=TEXT, text=TEXT, address=TEXT, due_at=clock() + timedelta(days=1), reporter="张三丰", phone="13812345678"
        )
        transfers.take(work, told)
    with database.write(ACCEPTOR) as work:
        whole = transfers.look(work, "t1").transfer
    with database.read(DISPATCHER) as work:
        seen = [str(cases.one(work, case_id)), str(transfers.shown_transfers(work)), str(transfers.look(work, "t1")), str(claims.all_claims(work))]
        seen += [f"{row.act} {row.detail}" for row in work.session.scalars(sa.select(AuditRow))]
    with database.read() as work:
        seen += [str(row) for row in work.session.connection().exec_driver_sql("SELECT body FROM changes").all()]
    for token in ("张三丰", "13812345678", "李小明", "2345678", "142701198001011234", "王建国"):
        assert not [text for text in seen if token in text], token
    assert (whole.title, whole.text, whole.address) == (TEXT, TEXT, TEXT)
    with database.write(EXCHANGE) as work:
        calls.ring(work, RingReport(id="c1", number="13812345678"))
    with database.write(ACCEPTOR) as work:
        calls.look(work, "c1")
    with database.read(AUDITOR) as work:
        assert [(each.user, each.act, each.id) for each in personal.views(work, None, 10)] == [
            ("acceptor", "CALL.VIEW", "c1"),
            ("acceptor", "TRANSFER.VIEW", "t1"),
        ]
