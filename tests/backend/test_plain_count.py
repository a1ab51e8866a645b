"""The recount of a shift: what the flow records say by themselves is what the fold counts, and a fold that counts otherwise is found."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from backend.rules import counting
from backend.tables.counts import counts
from tests.backend.centre import ACCEPTOR, CHIEF, DEPARTMENT, DISPATCHER, HANDLER, INSPECTOR, LEADER, SAMPLES, Centre
from tools import recount
from wire.cases import CallBackOrder, MergeOrder, SpecialCloseOrder
from wire.codes import AdjustmentKind, CallbackState, Satisfaction, Source, Status, TaskResult, Verb
from wire.evaluation import Counter

DAY = timedelta(days=1)
LATE = "late", "late-appealed"
CONTENT = CallBackOrder(outcome=CallbackState.DONE, resolved=True, satisfaction=Satisfaction.SATISFIED)


@pytest.fixture
def busy(centre: Centre) -> Centre:
    """Cases whose counters are the harder ones."""
    for status in Status:
        if status not in (Status.TO_COMMAND, Status.TO_SUPERVISION, Status.PENDING_SUB_DISPATCH):
            centre.bring(status, f"at-{status.lower()}")
    _checked_again(centre)
    _called_back(centre)
    split = centre.step(ACCEPTOR, centre.report("split", Source.INSPECTOR).id, Verb.SPLIT)
    centre.forward(centre.card(split.parts[0].id), Status.DISPOSING)
    centre.step(ACCEPTOR, centre.bring(Status.PENDING_FILING, "undone").id, Verb.UNDO)
    centre.ask(AdjustmentKind.EXTEND, centre.bring(Status.DISPOSING, "extended").id, DEPARTMENT, DISPATCHER)
    centre.step(LEADER, centre.bring(Status.CLOSED, "reopened").id, Verb.REOPEN)
    for case_id in LATE:
        centre.bring(Status.DISPOSING, case_id)
    for case_id in ("late-specially", "late-error"):
        centre.bring(Status.PENDING_DISPOSAL, case_id)
    centre.ahead = 40 * DAY
    for by, verb in ((HANDLER, Verb.SUBMIT), (DEPARTMENT, Verb.CONFIRM), (DISPATCHER, Verb.FORWARD), (ACCEPTOR, Verb.SEND_CHECK)):
        for case_id in LATE:
            centre.step(by, case_id, verb)
    centre.step(CHIEF, "late-specially", Verb.SPECIAL_CLOSE)
    centre.order(CHIEF, "late-error", SpecialCloseOrder(note="not of this city", in_error=True))
    centre.ahead += timedelta(hours=1)  # the check comes too late as well
    for by, verb in ((INSPECTOR, Verb.CHECK), (ACCEPTOR, Verb.PASS_ON), (LEADER, Verb.CLOSE)):
        for case_id in LATE:
            centre.step(by, case_id, verb)
    centre.ask(AdjustmentKind.APPEAL, LATE[1], DEPARTMENT, DISPATCHER, ACCEPTOR)
    centre.ask(AdjustmentKind.VOID, centre.bring(Status.PENDING_DISPATCH, "needless").id, DISPATCHER, LEADER)
    return centre


def _checked_again(centre: Centre) -> None:
    """Two checks of one disposal, then rework; and all of it once more."""
    case_id = centre.bring(Status.PENDING_CHECK, "checked").id
    for result in (TaskResult.UNABLE, TaskResult.NOT_PASS):
        centre.step(ACCEPTOR, case_id, Verb.SEND_CHECK)
        centre.answer(case_id, result)
    centre.step(ACCEPTOR, case_id, Verb.REWORK)
    for by, verb in ((DISPATCHER, Verb.DISPATCH), (DEPARTMENT, Verb.ASSIGN), (HANDLER, Verb.SUBMIT), (DEPARTMENT, Verb.CONFIRM)):
        centre.step(by, case_id, verb)


def _called_back(centre: Centre) -> None:
    """A citizen who was called, and one whose report was merged with his; then the first one's case is reworked."""
    for case_id in ("called", "merged", "called-again"):
        centre.report(case_id, Source.HOTLINE_12319)
    centre.order(ACCEPTOR, "merged", MergeOrder(duplicate_of="called-again"))
    for case_id in ("called", "called-again"):
        centre.step(ACCEPTOR, case_id, Verb.SEND_VERIFY)
        centre.answer(case_id, TaskResult.EXISTS)
        centre.forward(centre.card(case_id), Status.PENDING_REVIEW)
        centre.order(ACCEPTOR, case_id, CONTENT)
    centre.order(ACCEPTOR, "merged", CONTENT)
    centre.order(DISPATCHER, "called-again", SAMPLES[Verb.REWORK])


def test_that_the_flow_records_tell_what_the_fold_counts(busy: Centre) -> None:
    found = recount.of(str(busy.database.url.render_as_string(hide_password=False)), [])
    assert found.wrong == []
    for counter in (Counter.OVERTIME_DISPOSE, Counter.OVERTIME_ARCHIVE, Counter.REWORK, Counter.INVALID_CHECK, Counter.CALLBACK, Counter.SATISFIED):
        assert found.counted[counter], counter
    assert {name: count for name, count in found.told["call-backs"].items() if count} == {"made": 3, "DONE": 3, "SATISFIED": 3}
    assert found.told["appeals"] == {"asked for": 1, "granted": 1, "rejected": 0}
    assert (found.told["voided"]["asked for"], found.told["voided"]["VOID"]) == (1, 1)
    assert (found.told["overdue"]["disposed of late"], found.told["overdue"]["closed as OVERDUE"]) == (2, 2)
    with busy.writing(CHIEF) as work:
        rows = {row["case_id"]: row for row in counting.count(work, ["late-specially", "late-error"])}
    told = {id: (row["overtime_archive"], row["intime_archive"], row["accurate_inst"]) for id, row in rows.items()}
    assert told == {"late-specially": (1, 0, 1), "late-error": (0, 1, 0)}, (
        "what should never have been taken up is nobody's delay, and was filed wrongly"
    )
    assert found.counted[Counter.CHECK] > found.counted[Counter.INTIME_CHECK]


WRONG = (Counter.INTIME_DISPOSE, Counter.REWORK, Counter.INTIME_CHECK, Counter.VERIFY, Counter.CALLBACK, Counter.INTIME_INST)


def test_that_a_fold_that_counts_otherwise_is_found(busy: Centre) -> None:
    """As if the backend's fold were wrong, and its own recount with it."""
    counting.keep_up(busy.database)
    for counter in WRONG:
        _turn(busy, counter)
        found = recount.of(str(busy.database.url.render_as_string(hide_password=False)), [])
        _turn(busy, counter)
        told = [line for line in found.wrong if line.startswith("case called: its flow records do not say")]
        assert told == [f"case called: its flow records do not say what it counts of {counter}"]


def _turn(busy: Centre, counter: Counter) -> None:
    """What one case counts of this is one where it was none, and none where it was one."""
    column = counts.c[counter.lower()]
    with busy.writing(CHIEF) as work:
        work.session.execute(sa.update(counts).where(counts.c.case_id == "called").values({column: 1 - column}))
