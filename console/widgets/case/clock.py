"""The clock of a case that runs now, as the biggest thing on its card."""

from datetime import datetime

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from console import words
from console.hall.queues import ENDED
from console.widgets import theme
from console.widgets.case.promise import PromiseLine
from console.widgets.lamp import LampMark
from console.widgets.queue.tally import running_until
from console.widgets.spoken import Spoken, hint, label
from wire.cases import Case, lamp
from wire.codes import CloseKind, Lamp

TONES = {Lamp.RED: "danger", Lamp.YELLOW: "warn"}


class CaseClock(Spoken):
    """Lamp, number and status; then what is left, or how long it has waited, or how long it took."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._case: Case | None = None
        self._now: datetime | None = None
        self._factor: float | None = None
        self._lamp, self._number, self._status = LampMark(size=28), label("lead"), label("body2")
        self._figure, self._caption = label("clock"), label("hint")
        self._promise = PromiseLine()
        self._lay_out()

    def show_case(self, case: Case, now: datetime, overdue_factor: float | None = None) -> None:
        """`overdue_factor`: by how many limits it is late, where that is known."""
        self._case, self._now, self._factor = case, now, overdue_factor
        self.say()

    def say(self) -> None:
        if self._case is None or self._now is None:
            return
        case, now = self._case, self._now
        burning = lamp(case, now)
        self._lamp.set(burning, case.urgent)
        self._number.setText(words.number_short(case.number))
        self._number.setToolTip(hint(case.number))
        self._status.setText("  ·  ".join([words.of(case.status), *self._marks(case)]))
        figure, caption = self._reading(case, now)
        self._figure.setText(figure)
        late = words.choose(f"超时 {self._factor:.2f} 倍", f"{self._factor:.2f} limits late") if self._factor and case.suspended_until is None else ""
        self._caption.setText(" · ".join(filter(None, (caption, late))))
        self._promise.show_case(case, now)
        theme.set_property(self._figure, "tone", TONES.get(burning, "") if running_until(case) is not None else "quiet")

    def _marks(self, case: Case) -> list[str]:
        marks = {
            self.tr("urgent"): case.urgent,
            self.tr("important"): case.important,
            self.tr("supervised"): case.supervised,
            self.tr("self-handled"): case.self_handled,
            self.tr("direct assessment"): case.direct,
            self.tr("exempt"): case.timeout_exempt,
        }
        return [mark for mark, shown in marks.items() if shown]

    def _reading(self, case: Case, now: datetime) -> tuple[str, str]:
        if case.status in ENDED:
            if case.close_kind is not None and case.closed_at is None:  # of another system, which did not say when
                in_time = case.close_kind is CloseKind.NORMAL and case.deadline_at is not None  # without a limit nobody knows
                return "—", words.of(case.close_kind if in_time or case.close_kind is not CloseKind.NORMAL else case.status)
            ended = case.closed_at or case.status_at
            return words.span((ended - case.reported_at).total_seconds()), self.tr("from report to end")
        if case.suspended_until is not None:
            return words.left(case.suspended_until, now), self.tr("suspended until {at}").format(at=words.moment(case.suspended_until, now))
        if case.deadline_at is None:
            return words.span((now - case.status_at).total_seconds()), self.tr("waiting in this status")
        due = words.moment(case.deadline_at, now)
        if case.disposed_at is not None:
            stopped = words.moment(case.disposed_at, now)
            over = case.disposed_at > case.deadline_at
            caption = self.tr("over, clock stopped {at}") if over else self.tr("left, clock stopped {at}")
            return words.left(case.deadline_at, case.disposed_at), caption.format(at=stopped)
        if now > case.deadline_at:
            return words.left(case.deadline_at, now), self.tr("overdue since {at}").format(at=due)
        return words.left(case.deadline_at, now), self.tr("left, due {at}").format(at=due)

    def _lay_out(self) -> None:
        names, figures = QVBoxLayout(), QVBoxLayout()
        for column, parts in ((names, (self._number, self._status)), (figures, (self._figure, self._caption))):
            column.setSpacing(0)
            for part in parts:
                column.addWidget(part)
        for part in (self._figure, self._caption):
            part.setAlignment(part.alignment() | theme.RIGHT)
        row, column = QHBoxLayout(), QVBoxLayout(self)
        row.setSpacing(theme.px(8))
        row.addWidget(self._lamp)
        row.addLayout(names, 1)
        row.addLayout(figures)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        column.addLayout(row)
        column.addWidget(self._promise)
