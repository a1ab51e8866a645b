"""Every citizen whose case was disposed of is called back, and who is not content brings it back; promises of the telephone have a clock."""

from datetime import timedelta

import pytest

from backend import hotline
from backend.refusals import RuleSaysNo
from backend.session import Database
from backend.standards import in_force as standards
from backend.standards.data import BadStandard
from tests.backend.centre import ACCEPTOR, CHIEF, FORWARD, LEADER, Centre
from wire.cases import CallBackOrder, Case, MergeOrder, promise_lamp
from wire.codes import CallbackState, Lamp, Satisfaction, Source, Status, TaskResult, Verb
from wire.people import User

DONE, PENDING, UNREACHABLE, WAIVED = CallbackState.DONE, CallbackState.PENDING, CallbackState.UNREACHABLE, CallbackState.WAIVED
GOOD = CallBackOrder(outcome=DONE, resolved=True, satisfaction=Satisfaction.SATISFIED)
BAD = CallBackOrder(outcome=DONE, resolved=False, satisfaction=Satisfaction.NOT_SATISFIED, note="It is still there.")


@pytest.fixture
def centre(database: Database) -> Centre:
    return Centre(database)


def citizens(centre: Centre, case_id: str, upto: Status) -> Case:
    """A hotline's case, verified, and brought on."""
    card = centre.report(case_id, Source.HOTLINE_12319)
    centre.step(ACCEPTOR, case_id, Verb.SEND_VERIFY)
    card = centre.answer(case_id, TaskResult.EXISTS)
    for by, verb in FORWARD:
        if card.case.status is upto:
            break
        card = centre.step(by, card.id, verb)
    return card.case


def test_that_a_citizen_is_owed_a_call_from_the_disposal_on(centre: Centre) -> None:
    assert citizens(centre, "a", Status.DISPOSING).callback is None
    assert citizens(centre, "b", Status.PENDING_REVIEW).callback is PENDING
    assert centre.bring(Status.PENDING_REVIEW).case.callback is None  # an inspector's


def test_that_a_call_back_is_a_step_of_the_case(centre: Centre) -> None:
    case = citizens(centre, "a", Status.PENDING_CHECK)
    card = centre.order(ACCEPTOR, case.id, GOOD)
    record = card.flow[-1]
    assert (record.verb, record.outcome, record.satisfaction) == (Verb.CALL_BACK, DONE, Satisfaction.SATISFIED)
    assert (card.case.status, card.case.callback, card.case.resolved) == (Status.PENDING_CHECK, DONE, True)
    with pytest.raises(RuleSaysNo) as told:
        centre.order(ACCEPTOR, case.id, GOOD)
    assert told.value.code == "nobody_to_call_back"


def test_that_vain_attempts_are_counted_and_end(centre: Centre) -> None:
    case, tries = citizens(centre, "a", Status.PENDING_CHECK), hotline.in_force().callback_tries
    for attempt in range(1, tries + 1):
        case = centre.order(ACCEPTOR, case.id, CallBackOrder(outcome=UNREACHABLE)).case
        assert (case.callback_tries, case.callback) == (attempt, UNREACHABLE if attempt == tries else PENDING)
    assert centre.order(ACCEPTOR, case.id, GOOD).case.callback is DONE  # he calls by himself


@pytest.mark.parametrize(
    ("order", "code"),
    [
        (CallBackOrder(outcome=PENDING), "no_outcome"),
        (CallBackOrder(outcome=DONE, resolved=True), "no_answer_noted"),
        (CallBackOrder(outcome=DONE, satisfaction=Satisfaction.NEUTRAL), "no_answer_noted"),
        (CallBackOrder(outcome=WAIVED, note=" "), "no_reason"),
    ],
)
def test_that_each_outcome_must_say_what_belongs_to_it(centre: Centre, order: CallBackOrder, code: str) -> None:
    case = citizens(centre, "a", Status.PENDING_REVIEW)
    with pytest.raises(RuleSaysNo) as told:
        centre.order(ACCEPTOR, case.id, order)
    assert told.value.code == code


def test_that_who_is_not_content_brings_the_case_back_and_is_asked_again(centre: Centre) -> None:
    case = citizens(centre, "a", Status.PENDING_CLOSE)
    centre.order(ACCEPTOR, case.id, BAD)
    with pytest.raises(RuleSaysNo) as told:
        centre.step(LEADER, case.id, Verb.CLOSE)
    assert told.value.code == "citizen_not_content"
    centre.step(LEADER, case.id, Verb.RETURN_TO_CHECK)
    back = centre.step(ACCEPTOR, case.id, Verb.REWORK).case
    assert (back.status, back.callback, back.satisfaction, back.rework_count) == (Status.PENDING_DISPATCH, None, None, 1)
    for by, verb in FORWARD[2:6]:
        back = centre.step(by, case.id, verb).case
    assert back.callback is PENDING


def test_that_a_closed_case_of_one_who_is_not_content_is_opened_again(centre: Centre) -> None:
    case = citizens(centre, "a", Status.CLOSED)
    centre.order(ACCEPTOR, case.id, BAD)
    again = centre.step(LEADER, case.id, Verb.REOPEN).case
    assert (again.status, again.callback) == (Status.PENDING_DISPATCH, None)


def test_that_every_caller_of_a_merged_case_is_called_back(centre: Centre) -> None:
    centre.report("twin", Source.HOTLINE_12319)
    case = citizens(centre, "a", Status.DISPOSING)
    centre.order(ACCEPTOR, "twin", MergeOrder(duplicate_of=case.id))
    assert centre.card("twin").case.callback is None
    for by, verb in FORWARD[4:6]:
        centre.step(by, case.id, verb)
    assert centre.card("twin").case.callback is PENDING
    centre.report("late", Source.WECHAT)
    assert centre.order(ACCEPTOR, "late", MergeOrder(duplicate_of=case.id)).case.callback is PENDING
    centre.order(ACCEPTOR, "late", BAD)
    assert Verb.PASS_ON not in {offer.verb for offer in centre.card(case.id, ACCEPTOR).offers}


def test_that_a_caller_is_not_lost_when_the_case_he_was_merged_with_is_merged_itself(centre: Centre) -> None:
    for id in ("first", "second"):
        centre.report(id, Source.HOTLINE_12319)
    case = citizens(centre, "a", Status.DISPOSING)
    centre.order(ACCEPTOR, "first", MergeOrder(duplicate_of="second"))
    centre.order(ACCEPTOR, "second", MergeOrder(duplicate_of=case.id))
    for by, verb in FORWARD[4:6]:
        centre.step(by, case.id, verb)
    assert [centre.card(id).case.callback for id in ("first", "second")] == [PENDING, PENDING]
    centre.order(ACCEPTOR, "first", BAD)  # he is asked about the result of the last one
    with pytest.raises(RuleSaysNo) as told:
        centre.order(ACCEPTOR, "second", CallBackOrder(outcome=DONE))
    assert told.value.code == "no_answer_noted"
    assert Verb.PASS_ON not in {offer.verb for offer in centre.card(case.id, ACCEPTOR).offers}


@pytest.mark.parametrize(("by", "verb"), [(LEADER, Verb.VOID), (CHIEF, Verb.SPECIAL_CLOSE)])
def test_that_who_reported_what_ends_on_the_way_is_told(centre: Centre, by: User, verb: Verb) -> None:
    centre.report("twin", Source.WECHAT)
    case = citizens(centre, "a", Status.DISPOSING)
    centre.order(ACCEPTOR, "twin", MergeOrder(duplicate_of=case.id))
    ended = centre.step(by, case.id, verb).case
    assert (ended.callback, centre.card("twin").case.callback) == (PENDING, PENDING)
    centre.report("late", Source.WECHAT)
    assert centre.order(ACCEPTOR, "late", MergeOrder(duplicate_of=case.id)).case.callback is PENDING
    assert centre.order(ACCEPTOR, case.id, CallBackOrder(outcome=DONE)).case.callback is DONE


def test_that_who_was_called_already_is_not_called_again_for_a_special_close(centre: Centre) -> None:
    case = citizens(centre, "a", Status.PENDING_CLOSE)
    centre.order(ACCEPTOR, case.id, BAD)
    assert centre.step(CHIEF, case.id, Verb.SPECIAL_CLOSE).case.callback is DONE


@pytest.mark.parametrize("verb", [Verb.REFUSE, Verb.NOT_FILE])
def test_that_who_is_refused_is_told_so_and_not_asked_how_content_he_is(centre: Centre, verb: Verb) -> None:
    centre.report("a", Source.HOTLINE_12319)
    centre.report("twin", Source.WECHAT)
    centre.order(ACCEPTOR, "twin", MergeOrder(duplicate_of="a"))
    if verb is Verb.NOT_FILE:
        centre.step(ACCEPTOR, "a", Verb.SEND_VERIFY)
        centre.answer("a", TaskResult.EXISTS)
        centre.step(ACCEPTOR, "a", Verb.ACCEPT)
    refused = centre.step(ACCEPTOR if verb is Verb.REFUSE else LEADER, "a", verb).case
    assert (refused.status, refused.callback, centre.card("twin").case.callback) == (Status.VOIDED, PENDING, PENDING)
    for id in ("a", "twin"):
        case = centre.order(ACCEPTOR, id, CallBackOrder(outcome=DONE)).case
        assert (case.callback, case.resolved, case.satisfaction) == (DONE, None, None)
    assert centre.step(ACCEPTOR, centre.report("walked").id, Verb.REFUSE).case.callback is None  # an inspector's


def test_that_a_refusal_that_is_taken_back_owes_nobody_a_call(centre: Centre) -> None:
    centre.report("a", Source.HOTLINE_12319)
    centre.report("twin", Source.WECHAT)
    centre.order(ACCEPTOR, "twin", MergeOrder(duplicate_of="a"))
    centre.step(ACCEPTOR, "a", Verb.REFUSE)
    back = centre.step(ACCEPTOR, "a", Verb.UNDO).case
    assert (back.status, back.callback, centre.card("twin").case.callback) == (Status.REPORTED, None, None)


def test_that_the_promise_runs_beside_the_clock_and_is_kept_or_broken(centre: Centre) -> None:
    promised = hotline.in_force().promise
    case = citizens(centre, "a", Status.DISPOSING)
    assert case.promise_at == case.reported_at + timedelta(hours=promised.hours)
    assert [promise_lamp(case, case.reported_at + timedelta(hours=promised.hours * share)) for share in (0.5, 0.9, 1.1)] == [
        Lamp.GREEN,
        Lamp.YELLOW,
        Lamp.RED,
    ]
    for by, verb in FORWARD[4:6]:
        kept = centre.step(by, case.id, verb).case
    assert (kept.promise_kept, promise_lamp(kept, kept.promise_at + timedelta(days=1))) == (True, Lamp.BLUE)
    late = citizens(centre, "b", Status.DISPOSING)
    centre.ahead = timedelta(hours=promised.hours, minutes=1)
    for by, verb in FORWARD[4:6]:
        broken = centre.step(by, late.id, verb).case
    assert (broken.promise_kept, promise_lamp(broken, broken.reported_at)) == (False, Lamp.RED)
    assert centre.report("c").case.promise_at is None  # an inspector's


def test_that_a_promise_ends_with_its_case(centre: Centre) -> None:
    """What is refused in time will not be solved, so nothing of it is broken later; a special closing is measured as any other."""
    refused = centre.step(ACCEPTOR, centre.report("refused", Source.HOTLINE_12319).id, Verb.REFUSE).case
    assert (refused.promise_at, refused.promise_kept) == (None, None)
    again = centre.step(ACCEPTOR, "refused", Verb.UNDO).case
    assert again.promise_at is not None, "taken back, it runs on"
    assert centre.step(CHIEF, "refused", Verb.SPECIAL_CLOSE).case.promise_kept is True
    late = centre.report("late", Source.HOTLINE_12319)
    centre.ahead += timedelta(hours=hotline.in_force().promise.hours, minutes=1)
    assert centre.step(CHIEF, late.id, Verb.SPECIAL_CLOSE).case.promise_kept is False


def test_that_a_promise_is_judged_once_and_what_ran_out_counts_as_broken(centre: Centre) -> None:
    kept = citizens(centre, "kept", Status.PENDING_REVIEW)
    assert kept.promise_kept is True
    refused, void = (centre.report(id, Source.HOTLINE_12319) for id in ("refused", "void"))
    centre.ahead += timedelta(hours=hotline.in_force().promise.hours, minutes=1)
    assert centre.step(CHIEF, kept.id, Verb.SPECIAL_CLOSE).case.promise_kept is True, "it was disposed of in time"
    broken = [centre.step(ACCEPTOR, refused.id, Verb.REFUSE).case, centre.step(LEADER, void.id, Verb.VOID).case]
    assert [(case.promise_at is not None, case.promise_kept) for case in broken] == [(True, False)] * 2


def test_that_the_hotline_of_a_city_is_checked(tmp_path) -> None:
    text = (hotline.FOLDER / "hotline.toml").read_text("utf-8")
    for old, new, said in (
        ("seats = 6", "seats = 0", "seats"),
        ('number = "119"', 'number = "110"', "twice"),
        ("{seat}号", "号", "seat"),
        ("hours = 2", "hours = -1", "hours"),
    ):
        (tmp_path / "hotline.toml").write_text(text.replace(old, new), "utf-8")
        with pytest.raises(BadStandard, match=said):
            hotline.read(tmp_path)
    (tmp_path / "hotline.toml").write_text(text.replace('"0104"', '"9999"'), "utf-8")
    with pytest.raises(BadStandard, match="9999"):
        hotline.check(hotline.read(tmp_path), standards())
