"""The queues of the posts: what is read from the file, and what is refused of it."""

from pathlib import Path

import msgspec
import pytest

from backend import adjusting
from console.hall.cases import waits_for_dispatch
from console.hall.queues import EVERYBODY, FOLDER, BadDesk, queues_of
from console.hall.verb_keys import letters, verb_keys
from console.widgets.case.order_form import ORDERS
from tests.console import town
from wire.codes import HALL, AdjustmentKind, Role, Status, Verb


def ids(*roles: Role) -> list[str]:
    return [queue.id for queue in queues_of(town.user(*roles))]


def test_that_every_post_of_the_hall_has_queues_and_everybody_sees_all_open_cases() -> None:
    for role in [*HALL, Role.DEPARTMENT, Role.HANDLER]:
        mine = ids(role)
        assert mine[-2:] == ["OPEN", "CLOSED"]
        assert len(mine) > 2 or role is Role.EVALUATOR


def test_that_several_posts_see_the_sum_without_doubles() -> None:
    both = ids(Role.DISPATCHER, Role.AUDITOR, Role.DUTY_LEADER)
    assert len(both) == len(set(both))
    assert set(both) == set(ids(Role.DISPATCHER)) | set(ids(Role.AUDITOR)) | set(ids(Role.DUTY_LEADER))
    assert both[:3] == ids(Role.DISPATCHER)[:3]


def test_that_every_open_status_is_somebodys() -> None:
    worked_on = {status for role in Role for queue in queues_of(town.user(role))[:-2] for status in queue.statuses if not queue.timed}
    assert worked_on >= set(Status) - {Status.CLOSED, Status.VOIDED}


def test_that_a_department_sees_its_own_cases_only() -> None:
    office = msgspec.structs.replace(town.user(Role.DEPARTMENT), department_id="d-drain")
    assign = queues_of(office)[0]
    cases = [case for case in town.cases(300) if case.status is Status.PENDING_DISPOSAL]
    assert {case.id for case in cases if assign.holds(case, town.NOW)} == {case.id for case in cases if case.department_id == "d-drain"}
    assert not any(queues_of(town.user(Role.DEPARTMENT))[0].holds(case, town.NOW) for case in cases)


def test_that_a_handler_has_what_was_assigned_to_him_until_he_has_done_it() -> None:
    me = msgspec.structs.replace(town.user(Role.HANDLER), department_id="d-drain")
    mine, departments = queues_of(me)[:2]
    case = msgspec.structs.replace(town.cases(1)[0], status=Status.DISPOSING, department_id="d-drain", handler=me.full_name)
    twice = msgspec.structs.replace(case, handler=f"{me.full_name} ({me.name})")
    others = msgspec.structs.replace(case, handler="somebody else")
    done = msgspec.structs.replace(case, submitted_at=town.NOW)
    assert [mine.holds(each, town.NOW) for each in (case, twice, others, done)] == [True, True, False, False]
    assert all(departments.holds(each, town.NOW) for each in (case, others, done))


@pytest.mark.parametrize(
    ("queue", "fault"),
    [
        ("where.colour = true", "a case has no colour"),
        ('where.status = ["ASLEEP"]', "ASLEEP"),
        ("where.lamp = []", "a list of what it may be"),
        ('where.rework_count = "many"', "is compared like"),
        ("where.urgent = true\nsort = 'SIZE'", "SIZE"),
        ("where.urgent = true\nblink = true", "blink"),
    ],
)
def test_that_a_wrong_queue_is_refused_in_one_sentence(tmp_path: Path, queue: str, fault: str) -> None:
    (tmp_path / "queues.toml").write_text(f'[queue.X]\nname = ["一", "one"]\n{queue}\n[posts]\n{EVERYBODY} = ["X"]\n')
    with pytest.raises(BadDesk, match=fault) as refused:
        queues_of(town.user(), tmp_path)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("posts", "fault"),
    [
        ('[posts]\nEVERYBODY = ["Y"]', "Y, which is no queue"),
        ('[posts]\nKING = ["X"]\nEVERYBODY = ["X"]', "KING is no role"),
        ('[posts]\nADMIN = ["X"]', "EVERYBODY has no queue"),
    ],
)
def test_that_wrong_posts_are_refused(tmp_path: Path, posts: str, fault: str) -> None:
    (tmp_path / "queues.toml").write_text(f'[queue.X]\nname = ["一", "one"]\nwhere.open = true\n{posts}\n')
    with pytest.raises(BadDesk, match=fault):
        queues_of(town.user(), tmp_path)


@pytest.mark.parametrize(
    ("keys", "fault"), [('M = ["FILE"]', "M is no free letter"), ('a = ["FILE"]', "a is no free"), ('Q = ["SING"]', "SING"), ("[song]", "song")]
)
def test_that_wrong_keys_are_refused(tmp_path: Path, keys: str, fault: str) -> None:
    (tmp_path / "keys.toml").write_text(f"[steps]\n{keys}\n")
    with pytest.raises(BadDesk, match=fault):
        verb_keys(tmp_path)


def test_that_every_step_that_can_be_ordered_has_a_letter() -> None:
    steps = [verb for verbs in verb_keys(FOLDER).values() for verb in verbs]
    assert len(steps) == len(set(steps))
    assert {Verb(tag) for tag in ORDERS} == set(steps)


def test_that_a_letter_is_for_the_first_step_that_is_offered() -> None:
    assert letters([Verb.VOID, Verb.NOT_FILE, Verb.FILE]) == {Verb.NOT_FILE: "X", Verb.FILE: "F"}
    assert letters([Verb.VOID]) == {Verb.VOID: "X"}


def test_that_a_district_sees_what_is_at_its_own_centre_only() -> None:
    clerk = msgspec.structs.replace(town.user(Role.SUB_DISPATCHER), department_id="d-drain")
    case = msgspec.structs.replace(town.cases(1)[0], status=Status.PENDING_SUB_DISPATCH, sub_centre_id="d-drain")
    elsewhere = msgspec.structs.replace(case, sub_centre_id="d-light")
    (own, *_) = queues_of(clerk)
    assert (own.holds(case, town.NOW), own.holds(elsewhere, town.NOW)) == (True, False)
    assert (waits_for_dispatch(case, clerk), waits_for_dispatch(elsewhere, clerk)) == (True, False)


def test_that_every_post_that_reviews_requests_has_them_before_it() -> None:
    """Of closed cases too: an appeal is reviewed by the acceptor."""
    reviewers = {role for rules in adjusting.rules().adjustments for roles in rules.reviews for role in roles}
    assert Role.ACCEPTOR in reviewers
    for role in reviewers:
        asked = msgspec.structs.replace(town.cases(1)[0], status=Status.CLOSED, asked=AdjustmentKind.APPEAL, asked_of=[role])
        assert any(queue.holds(asked, town.NOW) for queue in queues_of(town.user(role)) if not queue.everybodys), role
