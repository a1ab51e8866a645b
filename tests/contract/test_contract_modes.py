"""Each way to organise a centre (DOMAIN 2.8) by its data alone: real clients over HTTP from the report to the close, and the queues of posts."""

from collections.abc import Iterator
from datetime import UTC, datetime

import msgspec
import pytest

from backend import standards
from console.api import Api, ApiError
from console.hall.queues import queues_of
from tests.backend.centre import SAMPLES, Centre, report_of
from tests.contract.conftest import ApiOf
from tests.contract.test_contract_client import JPEG
from wire.cases import CaseCard, SubmitOrder
from wire.codes import HALL, Role, Source, Status, TaskResult, TaskState, Verb
from wire.tasks import TaskReport

BEGIN = [(Role.ACCEPTOR, Verb.ACCEPT, Status.PENDING_FILING)]
DISPOSE = [
    (Role.DEPARTMENT, Verb.ASSIGN, Status.DISPOSING),
    (Role.HANDLER, Verb.SUBMIT, Status.DISPOSING),
    (Role.DEPARTMENT, Verb.CONFIRM, Status.PENDING_REVIEW),
]
END = [
    (Role.ACCEPTOR, Verb.SEND_CHECK, Status.CHECKING),
    (Role.INSPECTOR, Verb.CHECK, Status.PENDING_CHECK),
    (Role.ACCEPTOR, Verb.PASS_ON, Status.PENDING_CLOSE),
    (Role.SHIFT_LEADER, Verb.CLOSE, Status.CLOSED),
]
FILE, FORWARD = (Role.SHIFT_LEADER, Verb.FILE, Status.PENDING_DISPATCH), (Role.DISPATCHER, Verb.FORWARD, Status.PENDING_CHECK)
DISPATCH = (Role.DISPATCHER, Verb.DISPATCH, Status.PENDING_DISPOSAL)
WAYS = {
    "ONE_ONE": [*BEGIN, FILE, DISPATCH, *DISPOSE, FORWARD, *END],
    "TWO_AXIS": [
        *BEGIN,
        (Role.SHIFT_LEADER, Verb.FILE, Status.TO_COMMAND),
        (Role.DISPATCHER, Verb.TAKE_OVER, Status.PENDING_DISPATCH),
        DISPATCH,
        *DISPOSE,
        (Role.DISPATCHER, Verb.FORWARD, Status.TO_SUPERVISION),
        (Role.ACCEPTOR, Verb.TAKE_OVER, Status.PENDING_CHECK),
        *END,
    ],
    "TWO_LEVEL": [
        *BEGIN,
        FILE,
        (Role.DISPATCHER, Verb.SUB_DISPATCH, Status.PENDING_SUB_DISPATCH),
        (Role.SUB_DISPATCHER, Verb.DISPATCH, Status.PENDING_DISPOSAL),
        *DISPOSE,
        FORWARD,
        *END,
    ],
}
SEATS = {Role.DEPARTMENT: "d1", Role.HANDLER: "d1", Role.SUB_DISPATCHER: "d2"}


@pytest.fixture(params=WAYS)
def mode(request: pytest.FixtureRequest) -> Iterator[str]:
    shipped = standards.in_force()
    standards.use(standards.read(mode=request.param))
    yield request.param
    standards.use(shipped)


def test_that_a_case_goes_its_way_in_every_mode(mode: str, centre: Centre, api_of: ApiOf) -> None:
    people: dict[Role, Api] = {role: api_of(role) for role in (Role.ACCEPTOR, Role.SHIFT_LEADER, Role.DISPATCHER)}
    people |= {role: api_of(role, department_id=office) for role, office in SEATS.items()}
    people[Role.INSPECTOR] = api_of(Role.INSPECTOR, unit_id="u1")
    photo = people[Role.INSPECTOR].upload_photo(JPEG, "image/jpeg").id
    case_id = people[Role.INSPECTOR].report(msgspec.structs.replace(report_of("case-of-a-mode"), photos=[photo])).id
    for number, (role, verb, status) in enumerate(WAYS[mode]):
        api = people[role]
        card = api.case(case_id)
        if role in HALL:
            assert any(queue.holds(card.case, datetime.now(UTC)) for queue in queues_of(api.me()) if not queue.everybodys), (role, card.case.status)
        stranger = Role.DISPATCHER if role is not Role.DISPATCHER else Role.ACCEPTOR
        with pytest.raises(ApiError, check=lambda error: error.problem.status in (403, 404, 409)):
            step(people[stranger], card, verb, f"stranger-{number}")
        assert step(api, card, verb, f"the-step-{number}").case.status is status, (role, verb)
    flow = people[Role.SHIFT_LEADER].case(case_id).flow
    assert [record.verb for record in flow if record.verb in SAMPLES or record.verb is Verb.CHECK] == [verb for _, verb, _ in WAYS[mode]]


def test_that_whoever_is_of_both_axes_acts_only_where_one_centre_has_both(mode: str, centre: Centre, api_of: ApiOf) -> None:
    both, case_id = api_of(Role.ACCEPTOR, Role.DISPATCHER), api_of(Role.ACCEPTOR).report(report_of("case-of-both-axes", Source.WECHAT)).id
    card, allowed = both.case(case_id), mode != "TWO_AXIS"
    assert (Verb.SEND_VERIFY in {offer.verb for offer in card.offers}) is allowed
    if not allowed:
        with pytest.raises(ApiError, check=lambda error: error.problem.code == "both_axes"):
            step(both, card, Verb.SEND_VERIFY, "on-both-axes")
    else:
        assert step(both, card, Verb.SEND_VERIFY, "on-both-axes").case.status is Status.VERIFYING


def step(api: Api, card: CaseCard, verb: Verb, key: str) -> CaseCard:
    if verb is Verb.CHECK:
        task = next(task for task in card.tasks if task.state is TaskState.OPEN)
        api.report_task(task.id, TaskReport(result=TaskResult.PASS), key)
        return api.case(card.id)
    order = SAMPLES[verb] if verb is not Verb.SUBMIT else SubmitOrder(photos=[photo.id for photo in card.photos])
    return api.order(card.id, order, key, card.version)  # type: ignore[arg-type]
