"""What the report form is told: classes by the words, likely duplicates, departments with the reason."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from msgspec import to_builtins
from msgspec.structs import replace

from backend import standards
from backend.refusals import RuleSaysNo
from backend.rules import advice, cases, suggester
from backend.rules.suggester import Model, Suggester
from backend.session import Database
from backend.tables.audit import AuditRow
from backend.tables.places import ComponentRow
from backend.web.roles import HALL
from tests.backend.centre import ACCEPTOR, CHIEF, Centre, report_of, user
from tests.backends import Backend
from wire.advice import Advice, DraftReport
from wire.codes import ComponentState, Kind, Role, Source, Status

SHIPPED = standards.read()
MODEL = Model(SHIPPED, {})


@pytest.fixture
def centre(database: Database) -> Centre:
    return Centre(database)


def told(centre: Centre, **draft: object) -> Advice:
    with centre.database.read(CHIEF) as work:
        work.at += centre.ahead
        return advice.advise(work, DraftReport(**draft), MODEL)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "meant", "because"),
    [
        ("瑞祥路污水井盖丢失，有人差点掉下去", "污水井盖", ["污水井盖", "不见"]),
        ("路灯三天不亮了", "路灯", ["路灯", "不亮"]),
        ("三轮车卖水果的喇叭响一天", "无照经营游商", ["三轮车卖"]),
        ("有人遛狗不牵绳", "违规养犬", ["遛狗", "不牵绳"]),
        ("半夜工地还在打桩", "施工扰民", ["打桩", "半夜", "工地"]),
    ],
)
def test_that_the_words_mean_a_class_and_say_why(text: str, meant: str, because: list[str]) -> None:
    best = MODEL.suggest(text)[0]
    assert SHIPPED.classes[best.kind, best.class_code].name == meant
    assert set(because) == set(best.because)


def test_that_the_words_also_tell_the_condition_where_they_can() -> None:
    gone, rattling, neither = (MODEL.suggest(f"污水井盖{what}")[0].condition_id for what in ("不见了", "车过作响", ""))
    assert (gone, rattling, neither) == ("COMPONENT-0102-1", "COMPONENT-0102-3", None)


@pytest.mark.parametrize("text", ["", "  ", "hello", "，。！", "的了在"])
def test_that_what_says_nothing_means_nothing(text: str) -> None:
    assert MODEL.suggest(text) == []


def test_that_past_cases_teach_words_that_no_catalogue_has() -> None:
    key = (Kind.EVENT, "0110")
    assert not MODEL.suggest("嗡嗡坊")
    assert Model(SHIPPED, {key: ["嗡嗡坊又来了"] * 9}).suggest("嗡嗡坊")[0].class_code == "0110"


def test_that_a_case_of_another_kind_does_not_outweigh_the_catalogue() -> None:
    """What all cases of a group share says nothing of a new one in it; the very same words do."""
    of_group = {(Kind.EVENT, "0110"): [f"市容环卫｜环境卫生｜{what}" for what in ("垃圾堆放", "垃圾满溢", "垃圾焚烧味")]}
    taught, asked = Model(SHIPPED, of_group), "市容环卫｜环境卫生｜路灯不亮"
    assert taught.suggest(asked)[0].class_code == MODEL.suggest(asked)[0].class_code
    again = Model(SHIPPED, of_group | {(Kind.EVENT, "0112"): [asked]})
    assert again.suggest(asked)[0].class_code in ("0112", MODEL.suggest(asked)[0].class_code)
    assert {each.class_code for each in again.suggest(asked)[:2]} >= {"0112"}


def test_that_only_what_was_accepted_is_learnt_from(centre: Centre) -> None:
    learning = Suggester(centre.database)
    centre.bring(Status.PENDING_FILING)
    centre.bring(Status.REPORTED)
    with centre.database.read() as work:
        from_past = suggester.past(work)
    assert {key: len(said) for key, said in from_past.items()} == {(Kind.EVENT, "0110"): 1}
    assert learning.model() is learning.model()


def test_that_a_near_case_of_the_class_may_be_repeated(centre: Centre) -> None:
    first = centre.report()
    here = {"kind": Kind.EVENT, "class_code": "0110", "lon": 111.0, "lat": 35.02}
    found = told(centre, **here).duplicates
    assert [(each.case.id, each.near, each.same_caller, each.away_m) for each in found] == [(first.id, True, False, 0.0)]
    assert found[0].case.phone != "13812345678"
    assert not told(centre, **here | {"class_code": "0112"}).duplicates
    assert not told(centre, **here | {"lat": 35.0206}).duplicates  # 67 m
    centre.ahead = timedelta(hours=25)
    assert not told(centre, **here).duplicates


def test_that_the_same_caller_is_known_however_the_number_is_written(centre: Centre) -> None:
    centre.report()
    found = told(centre, phone="138-1234 5678").duplicates
    assert [(each.near, each.same_caller, each.away_m) for each in found] == [(False, True, None)]
    assert not told(centre, phone="").duplicates
    assert not told(centre, phone="13812345679").duplicates


def test_that_maintainer_and_owner_come_before_who_answers_for_the_trade(centre: Centre) -> None:
    with centre.database.write(CHIEF) as work:
        known = {"version": 1, "class_code": "0137", "name": "lamp", "state": ComponentState.INTACT, "lon": 111.0, "lat": 35.02, "note": ""}
        work.session.add(ComponentRow(id="1408020137000001", number=1, grid_code=None, owner_id="d1", maintainer_id="d2", **known))
    draft = {"kind": Kind.EVENT, "class_code": "0110", "lon": 111.0, "lat": 35.02}
    assert [(each.department_id, each.why) for each in told(centre, **draft).departments] == [("d1", "RESPONSIBILITY"), ("d2", "RESPONSIBILITY")]
    of_lamp = told(centre, **draft, component_code="1408020137000001").departments
    assert [(each.department_id, each.why) for each in of_lamp] == [("d2", "COMPONENT_MAINTAINER"), ("d1", "COMPONENT_OWNER")]


def test_that_a_report_may_name_the_condition_and_only_one_of_its_class(centre: Centre) -> None:
    with centre.database.write(ACCEPTOR) as work:
        card = cases.report(work, replace(report_of("c1", Source.HOTLINE_12319), condition_id="EVENT-0110-1"))
        assert (card.case.condition_id, card.case.limit_amount) == ("EVENT-0110-1", None)
    with pytest.raises(RuleSaysNo, match="no filing condition"), centre.database.write(ACCEPTOR) as work:
        cases.report(work, replace(report_of("c2", Source.HOTLINE_12319), condition_id="EVENT-0112-1"))


def test_that_advice_is_given_at_its_door(backend: Backend) -> None:
    client = backend.client(Role.ACCEPTOR)
    said = client.post("/v1/advice", json={"text": "污水井盖不见了"})
    assert (said.status_code, said.json()["classes"][0]["class_code"]) == (200, "0102")
    assert client.post("/v1/advice", json={"lon": 500}).json()["code"] == "malformed"
    assert backend.client(Role.INSPECTOR).post("/v1/advice", json={}).status_code == 403

    assert client.post("/v1/cases", json=to_builtins(report_of("of-a-caller", Source.HOTLINE_12319))).status_code == 201
    for draft in ({"phone": "139"}, {"phone": "138 12345678"}, {"phone": "138 12345678", "text": "又坏了"}, {"text": "路灯"}):
        assert client.post("/v1/advice", json=draft).status_code == 200
    with backend.database.read() as work:
        sought = work.session.execute(sa.select(AuditRow.user, AuditRow.detail).where(AuditRow.act == "PHONE.SOUGHT")).all()
    assert client.user is not None
    assert [tuple(row) for row in sought] == [(client.user.name, "138****5678: 1 cases")], "once for a form, and who is found by a phone"


@pytest.mark.parametrize("role", sorted(HALL - {Role.ACCEPTOR, Role.SHIFT_LEADER, Role.DUTY_LEADER}))
def test_that_who_may_not_see_phones_whole_is_told_nothing_of_a_phone(centre: Centre, role: Role) -> None:
    first = centre.report()
    with centre.database.read(user("asks", role)) as work:
        by_phone = advice.advise(work, DraftReport(phone="13812345678"), MODEL)
        near = advice.advise(work, DraftReport(phone="13812345678", kind=Kind.EVENT, class_code="0110", lon=111.0, lat=35.02), MODEL)
    assert by_phone.duplicates == []
    assert [(each.case.id, each.near, each.same_caller) for each in near.duplicates] == [(first.id, True, False)]
    assert advice.found_by_phone(near) == 0, "and nothing of it is for the trail"


@pytest.mark.parametrize("role", [Role.ACCEPTOR, Role.SHIFT_LEADER, Role.DUTY_LEADER])
def test_that_who_takes_calls_is_told_of_the_same_caller(centre: Centre, role: Role) -> None:
    first = centre.report()
    with centre.database.read(user("asks", role)) as work:
        found = advice.advise(work, DraftReport(phone="138 1234 5678"), MODEL).duplicates
    assert [(each.case.id, each.same_caller) for each in found] == [(first.id, True)]


def test_that_a_case_that_can_be_merged_says_with_which(centre: Centre) -> None:
    first, other_class = centre.report(), centre.report(source=Source.HOTLINE_12319).id
    with centre.writing(ACCEPTOR) as work:
        far = cases.report(work, replace(report_of("far-away", Source.HOTLINE_12319), lat=35.03)).id
    second = centre.report(source=Source.HOTLINE_12319)
    later = centre.report(source=Source.HOTLINE_12319)
    found = centre.card(second.id, ACCEPTOR).duplicates
    near = [each.case.id for each in found if each.near]
    assert set(near) == {first.id, other_class}
    assert [each.case.id for each in found if not each.near] == [far], "the same caller, elsewhere"
    assert later.id not in {each.case.id for each in found}, "what came afterwards is the repeat, not this one"
    assert centre.card(second.id, CHIEF).duplicates == [], "who may not merge is not asked to"
