"""The public reads results that two posts have agreed on, and learns of nobody."""

from collections.abc import Callable

import pytest

from backend.refusals import Malformed, Refusal, TooManyQuestions, Unknown
from backend.rules import anonymous, publications
from backend.rules.visits import Visits
from backend.session import Database
from tests.backend.centre import ACCEPTOR, ADMIN, LEADER, PHOTO, Centre, user
from tests.backend.test_callbacks import citizens
from wire.codes import Publicity, Role, Status, Verb
from wire.people import User
from wire.publications import ProposeOrder, Publication, PublicationOrder, PublishOrder, WithdrawOrder

EVALUATOR = user("evaluator", Role.EVALUATOR)
PROPOSAL = ProposeOrder(problem="路边有垃圾", result="已清理干净", photos=[PHOTO])


@pytest.fixture
def centre(database: Database) -> Centre:
    made = Centre(database)
    citizens(made, "a", Status.PENDING_CLOSE)
    return made


def act(centre: Centre, order: PublicationOrder, by: User = ACCEPTOR) -> Publication:
    with centre.writing(by) as work:
        return publications.order(work, "a", order)


def refused(code: str, act: Callable[[], object]) -> None:
    with pytest.raises(Refusal) as told:
        act()
    assert told.value.code == code


def asked(centre: Centre) -> object:
    with centre.database.read() as work:
        return publications.asked_by_number(work, centre.card("a").case.number)


def test_that_a_result_is_public_once_it_is_confirmed_and_until_it_is_withdrawn(centre: Centre) -> None:
    refused("not_proposed", lambda: act(centre, PublishOrder(), ADMIN))
    proposed = act(centre, PROPOSAL)
    refused("unknown_result", lambda: asked(centre))
    refused("not_a_confirmer", lambda: act(centre, PublishOrder(), LEADER))
    act(centre, PROPOSAL, EVALUATOR)
    refused("confirms_himself", lambda: act(centre, PublishOrder(), EVALUATOR))
    act(centre, PROPOSAL)
    published = act(centre, PublishOrder(), EVALUATOR)
    assert asked(centre) == published.shown == proposed.shown
    assert (published.confirmed_by, centre.card("a").case.publicity) == (EVALUATOR.full_name, Publicity.PUBLISHED)
    refused("published_already", lambda: act(centre, PROPOSAL))
    with centre.database.read() as work:
        assert publications.is_public_photo(work, PHOTO)
    act(centre, WithdrawOrder(reason="the family asked"), LEADER)
    refused("unknown_result", lambda: asked(centre))
    refused("withdrawn_already", lambda: act(centre, WithdrawOrder(reason="again"), LEADER))
    with centre.database.read() as work:
        assert not publications.is_public_photo(work, PHOTO)
    assert act(centre, PROPOSAL).state is Publicity.PROPOSED


def test_that_no_photo_goes_out_by_itself(centre: Centre) -> None:
    act(centre, ProposeOrder(problem="路边有垃圾", result="已清理干净"))
    act(centre, PublishOrder(), ADMIN)
    with centre.database.read() as work:
        assert not publications.is_public_photo(work, PHOTO)
        assert not publications.is_public_photo(work, "none")


def test_that_a_proposal_that_names_somebody_is_refused_at_its_field(centre: Centre) -> None:
    for field, text in (("problem", "张三丰说路边有垃圾"), ("result", "请致电 13812345678"), ("result", "瑞祥路5号门口已清理")):
        words = {"problem": "路边有垃圾", "result": "已清理"} | {field: text}
        with pytest.raises(Malformed) as told:
            act(centre, ProposeOrder(**words))
        assert [error.path for error in told.value.errors] == [field]
    with pytest.raises(Malformed) as told:
        act(centre, ProposeOrder(problem="路边有垃圾", result="已清理", photos=["other"]))
    assert [error.path for error in told.value.errors] == ["photos"]


def test_that_nothing_is_published_before_there_is_a_result(centre: Centre) -> None:
    centre.report("b")
    with pytest.raises(Refusal) as told, centre.writing(ACCEPTOR) as work:
        publications.order(work, "b", PROPOSAL)
    assert told.value.code == "not_disposed"


def test_that_the_preview_is_what_the_public_would_see(centre: Centre) -> None:
    with centre.database.read(ACCEPTOR) as work:
        preview = publications.look(work, "a")
    assert (preview.version, preview.state, preview.shown.photos) == (0, None, [])
    assert preview.shown.class_name
    shown = act(centre, ProposeOrder(problem=preview.shown.problem, result=preview.shown.result)).shown
    assert shown == preview.shown


def test_that_a_result_that_holds_no_more_is_no_longer_public(centre: Centre) -> None:
    act(centre, PROPOSAL)
    act(centre, PublishOrder(), ADMIN)
    centre.step(LEADER, "a", Verb.RETURN_TO_CHECK)
    assert centre.step(ACCEPTOR, "a", Verb.REWORK).case.publicity is Publicity.WITHDRAWN
    with pytest.raises(Unknown):
        asked(centre)


@pytest.mark.parametrize(
    ("address", "street"),
    [
        ("盐湖区瑞祥路5号东侧 12.0 米，近解放南路车站", "盐湖区瑞祥路"),
        ("盐湖区河东东街明珠小区3栋2单元401室", "盐湖区河东东街"),
        ("中银大道与学苑路口", "中银大道"),
        ("12 Harvard Street, flat 3", "Harvard Street"),
        ("明珠小区3栋", ""),
        ("", ""),
    ],
)
def test_that_an_address_ends_with_its_street(address: str, street: str) -> None:
    assert anonymous.street(address) == street


def test_that_a_text_loses_names_numbers_and_doors() -> None:
    said = "王先生（138 1234 5678）反映，建设街12号楼3单元门口有垃圾，李建国家也臭，身份证140802199001011234"
    shown = anonymous.text(said, "李建国")
    assert shown == "市民（＊）反映，建设街门口有垃圾，市民家也臭，身份证＊"
    assert anonymous.is_anonymous(shown)
    assert anonymous.is_anonymous("约 3 袋垃圾，面积 20 平方米")


def test_that_who_asks_too_often_has_to_wait() -> None:
    visits = Visits(questions=3)
    for _ in range(3):
        visits.note("1.2.3.4")
    with pytest.raises(TooManyQuestions):
        visits.note("1.2.3.4")
    visits.note("5.6.7.8")
