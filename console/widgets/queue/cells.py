"""What the columns of the case queue say of one case, and in which order they put it."""

from datetime import datetime
from enum import IntEnum

from console import words
from console.hall.hall import Hall
from console.hall.queues import ENDED, Sort
from console.widgets.case.promise import promise_short
from console.widgets.lettering import Said
from console.widgets.queue.tally import running_until
from console.widgets.roll import Key
from wire.cases import Case, lamp, promise_lamp
from wire.codes import Lamp, Status

STATUS_ORDER = {status: order for order, status in enumerate(Status)}
TONES = {Lamp.RED: "danger", Lamp.YELLOW: "warn"}


class Column(IntEnum):
    LAMP = 0
    NUMBER = 1
    CLASS = 2
    ADDRESS = 3
    STATUS = 4
    LEFT = 5
    SOURCE = 6
    DEPARTMENT = 7
    REPORTED = 8


def clock_key(case: Case) -> float:
    """Running clocks first, the most overdue before all; then what waits without a clock, the longest first; then clocks that stopped;
    and what is closed, the newest first."""
    until = running_until(case)
    if until is not None:
        return until
    if case.status in ENDED:
        return 4e11 - (case.closed_at or case.status_at).timestamp()
    return (2e11 if case.disposed_at else 1e11) + case.reported_at.timestamp()


def wait_key(case: Case) -> float:
    """What has waited longest in its status first."""
    return case.status_at.timestamp()


def new_key(case: Case) -> float:
    """What was reported, or has ended, last first."""
    return -(case.closed_at or (case.status_at if case.status in ENDED else case.reported_at)).timestamp()


SORTS = {Sort.CLOCK: clock_key, Sort.WAIT: wait_key, Sort.NEW: new_key}


class CaseCells:
    """`narrow`: in two lines a row, class over address, time left over status."""

    def __init__(self, hall: Hall) -> None:
        self._hall = hall
        self.narrow = False

    def face(self, case: Case) -> tuple[str, ...]:
        """What a row says that changes by time alone, and whose it is."""
        now = self._now()
        times = (self.text(case, Column.LEFT), self.aside(case, Column.STATUS), self.text(case, Column.REPORTED))
        return (case.id, lamp(case, now), promise_lamp(case, now), *times)

    def said(self, case: Case, column: Column) -> Said:
        said = Said(self.text(case, column), self.tone(case, column), self.aside(case, column))
        if not self.narrow:
            return said
        aside = self.holder(case) or self.department(case) if column is Column.CLASS else ""
        return said._replace(below=self.below(case, column), below_aside=aside)

    def below(self, case: Case, column: Column) -> str:
        """The second line."""
        return self.text(case, {Column.CLASS: Column.ADDRESS, Column.LEFT: Column.STATUS}.get(column, Column.LAMP))

    def key(self, case: Case, column: Column, sort: Sort) -> Key:
        """By what it stands in the order of a column."""
        if column in (Column.LAMP, Column.LEFT):
            return SORTS[sort](case)
        if column is Column.REPORTED:
            return case.reported_at.timestamp()
        if column is Column.STATUS:
            return STATUS_ORDER[case.status]
        return case.number if column is Column.NUMBER else self.text(case, column)

    def text(self, case: Case, column: Column) -> str:
        if column is Column.NUMBER:
            return words.number_short(case.number)
        if column is Column.CLASS:
            return words.class_name(self._hall.classes.get((case.kind, case.class_code)), case.class_code)
        if column is Column.ADDRESS:
            return case.address
        if column is Column.STATUS:
            return words.of(case.status)
        if column is Column.LEFT:
            return self._left(case)
        if column is Column.SOURCE:
            return words.of(case.source)
        if column is Column.DEPARTMENT:
            return self.department(case)
        return words.moment(case.reported_at, self._now()) if column is Column.REPORTED else ""

    def _left(self, case: Case) -> str:
        """What is left; where no clock runs yet, in two lines, how long it has waited."""
        if case.deadline_at:
            return words.left(case.deadline_at, self._stops(case))
        if not self.narrow or case.status in ENDED:
            return ""
        return words.waiting((self._now() - case.status_at).total_seconds())

    def tone(self, case: Case, column: Column) -> str:
        if column is Column.LEFT:
            return TONES.get(lamp(case, self._now()), "text") if running_until(case) is not None else "text_3"
        if column in (Column.CLASS, Column.ADDRESS, Column.STATUS):
            return "text"
        return "text_2"

    def aside(self, case: Case, column: Column) -> str:
        """How long it has been in its status; in two lines, its number."""
        if column is Column.STATUS and case.status not in ENDED:
            return words.span((self._now() - case.status_at).total_seconds())
        if column is Column.CLASS:
            level = max(case.supervise_level, 1)
            supervised = words.choose(f"督办{level}级", f"supervised, level {level}") if case.supervised else ""
            return " · ".join(filter(None, [supervised, words.number_short(case.number) if self.narrow else self.holder(case)]))
        return ""

    def explained(self, case: Case, column: Column) -> str:
        if column is Column.LAMP:
            promised = promise_short(case, self._now())
            return words.of(lamp(case, self._now())) + (f"\n{promised}" if promised else "")
        return case.number if column is Column.NUMBER else self.text(case, column)

    def holder(self, case: Case) -> str:
        """Who has it in hand; a ring when they are gone, or nobody can say whether they are there."""
        claim, company = self._hall.company.claim_of(case.id), self._hall.company
        if claim is None:
            return ""
        name = words.choose("我", "me") if company.is_mine(claim) else claim.full_name
        return f"● {name}" if claim.live and company.known else f"○ {name}"

    def department(self, case: Case) -> str:
        department = self._hall.departments.get(case.department_id or "")
        return department.name if department else ""

    def _stops(self, case: Case) -> datetime:
        return case.disposed_at or case.closed_at or self._now()

    def _now(self) -> datetime:
        return self._hall.clock.now()
