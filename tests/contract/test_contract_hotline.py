"""The console's client of the hotline on the real backend, and the letters that link a call with its case."""

from datetime import timedelta

import pytest

from backend.session import clock
from console.api import ApiError
from console.workers.letters import CallLetter, PublicationLetter, ReportLetter, TransferLetter
from tests.backend.centre import Centre, report_of
from tests.backend.test_callbacks import citizens
from tests.backends import Backend
from tests.contract.conftest import ApiOf
from wire.calls import HangUpOrder, RecordOrder, TakeOrder
from wire.codes import CallKind, CallState, Publicity, Role, SeatState, Source, Status, TransferState
from wire.figures import HotlineFigure
from wire.publications import ProposeOrder, PublishOrder, WithdrawOrder
from wire.seats import SignOnOrder
from wire.transfers import RegisterOrder


def test_that_a_call_becomes_a_case_whose_link_comes_after_it(backend: Backend, centre: Centre, api_of: ApiOf) -> None:
    operator, exchange, since = api_of(Role.ACCEPTOR), backend.client(Role.TELEPHONE), clock()
    assert operator.order_seat(2, SignOnOrder(), "sign-on-1").state is SeatState.FREE
    exchange.post("/v1/calls", json={"id": "c1", "number": "13812345678"}).raise_for_status()
    assert operator.order_call("c1", TakeOrder(), "take-c1-1").number == "13812345678"
    report = ReportLetter(key="case-of-c1", subject="case-of-c1", report=report_of("case-of-c1", Source.HOTLINE_12319))
    link = CallLetter(key="link-k1-1", subject="case-of-c1", call_id="c1", order=RecordOrder(kind=CallKind.COMPLAINT, case_id="case-of-c1"))
    with pytest.raises(ApiError) as told:
        link.post(operator, None)
    assert told.value.problem.code == "unknown_case"
    report.post(operator, None)
    assert link.post(operator, None).call.case_id == "case-of-c1"
    assert operator.order_call("c1", HangUpOrder(), "hang-up-1").call.state is CallState.ENDED
    assert operator.call_card("c1").cases[0].id == "case-of-c1"
    assert [call.id for call in operator.calls()] == ["c1"]
    assert [seat.state for seat in operator.seats()][1] is SeatState.FREE
    assert operator.hotline().seats == 6
    figures = operator.hotline_figures(since - timedelta(minutes=1), clock() + timedelta(minutes=1))
    assert (figures.counts[HotlineFigure.ACCEPTED], figures.answer_rate) == (1, 1.0)
    assert [call.id for call in operator.behind_figure(HotlineFigure.ACCEPTED, since - timedelta(minutes=1), clock()).calls] == ["c1"]


def test_that_a_transfer_and_a_result_go_their_way(backend: Backend, centre: Centre, api_of: ApiOf) -> None:
    operator, evaluator = api_of(Role.ACCEPTOR), api_of(Role.EVALUATOR)
    case = citizens(centre, "a", Status.PENDING_CLOSE)
    due = (clock() + timedelta(days=1)).isoformat()
    order = {"id": "t1", "number": "ZF1", "title": "lamp", "due_at": due, "phone": "13900001234"}
    backend.client(Role.GATEWAY).post("/v1/transfers", json=order).raise_for_status()
    assert operator.transfer_card("t1").phone == "13900001234"
    link = TransferLetter(key="register-t1", subject="a", transfer_id="t1", order=RegisterOrder(case_id="a"))
    assert link.post(operator, None).state is TransferState.REGISTERED
    shown = operator.publication(case.id).shown
    proposal = ProposeOrder(problem=shown.problem, result=shown.result)
    assert PublicationLetter(key="propose-1", subject="a", order=proposal).post(operator, None).state is Publicity.PROPOSED
    assert evaluator.order_publication("a", PublishOrder(), "publish-1").state is Publicity.PUBLISHED
    letter = PublicationLetter(key="withdraw-1", subject="a", order=WithdrawOrder(reason="asked for"))
    assert (letter.verb, letter.post(operator, None).state) == ("UNPUBLISH", Publicity.WITHDRAWN)
