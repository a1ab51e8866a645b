"""What goes on beside the way forward of a case: the forecast, requests with their reviews, supervision (DOMAIN 2.5), what it was split into."""

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from console import words
from console.hall import second
from console.hall.hall import Hall
from console.widgets import theme
from console.widgets.case.at_work import AtWorkLine
from console.widgets.case.timeline import role_word
from console.widgets.soon import Soon
from console.widgets.spoken import Spoken, button, label
from wire.adjustments import Adjustment
from wire.cases import Case, CaseCard
from wire.codes import AdjustmentState, Noun, Status
from wire.forecast import Forecast
from wire.supervisions import Supervision

GIVEN = (Status.VERIFYING, Status.PENDING_DISPOSAL, Status.DISPOSING, Status.CHECKING)
OPEN = (AdjustmentState.PENDING_DEPT, AdjustmentState.PENDING)
TONES = {AdjustmentState.APPROVED: "ok", AdjustmentState.REJECTED: "danger", AdjustmentState.WITHDRAWN: "quiet"}


def is_worked_on(case: Case) -> bool:
    """Somebody has it in hand, or is about to be given it."""
    return case.status in GIVEN


class Beside(Spoken):
    """Nothing to see where there is nothing of it."""

    def __init__(self, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hall = hall
        self._card: CaseCard | None = None
        self._past = False  # whether the limit that was foretold is
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(4))
        # Who else is at work at the place, and for which case: he who has this one knows of them, and the other way round.
        self._there: list[tuple[second.AtWork, Case | None]] = []
        hall.clock.ticked.connect(self._tick)
        soon = Soon(self._look_round, self)
        for table in (hall.cases, hall.tasks):
            table.changed.connect(soon.ask)
        self.hide()

    def show_card(self, card: CaseCard | None) -> None:
        if card != self._card:
            self._card = card
            self.say()

    def say(self) -> None:
        while item := self._column.takeAt(0):
            if widget := item.widget():
                widget.deleteLater()
        card, now = self._card, self._hall.clock.now()
        if card is not None:
            self._past = self._is_past(now)
            if (told := card.forecast) is not None and told.breach_in is not None and not (self._past and told.later):
                self._write(*self._of_forecast(told, now), tone="warn")
            self._there = self._at_work(card.case)
            if self._there:
                cases = {other.id: self._case_words(other) for _, other in self._there if other is not None}
                self._column.addWidget(AtWorkLine([each for each, _ in self._there], cases, self._choose))
            for supervision in reversed(card.supervisions):
                self._write(*self._of_supervision(supervision, now), tone="" if supervision.ended_at else "warn")
            for adjustment in reversed(card.adjustments):
                self._write(*self._of_adjustment(adjustment, now), tone=TONES.get(adjustment.state, "warn"))
            if card.whole is not None:
                self._lead_to(self.tr("Split from {case}"), card.whole)
            for part in card.parts:
                self._lead_to(self.tr("Split off: {case}"), part)
        self.setVisible(self._column.count() > 0)

    def _look_round(self) -> None:
        """Somebody may have come to this place, or gone."""
        if self._card is not None and self._at_work(self._card.case) != self._there:
            self.say()

    def _at_work(self, case: Case) -> list[tuple[second.AtWork, Case | None]]:
        found = second.at_place(self._hall, case) if is_worked_on(case) else []
        return [(each, self._hall.cases.get(each.case_id)) for each in found]

    def _tick(self) -> None:
        if self._is_past(self._hall.clock.now()) != self._past:
            self.say()

    def _is_past(self, now: datetime) -> bool:
        """What is late already will not be late: then the lamp says so, and there is but the end to foretell."""
        return self._card is not None and self._card.forecast is not None and self._card.forecast.limit_at <= now

    def _write(self, head: str, body: str, tone: str) -> None:
        first = label(tone=tone, wrap=True)
        first.setText(head)
        self._column.addWidget(first)
        if body:
            below = label("body2", wrap=True)
            below.setText(body)
            self._column.addWidget(below)

    def _lead_to(self, text: str, case: Case) -> None:
        """A button that chooses it."""
        made = button("quiet")
        made.setText(text.format(case=self._case_words(case)))
        made.clicked.connect(lambda: self._choose(case.id))
        self._column.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)

    def _choose(self, case_id: str) -> None:
        self._hall.selection.set(Noun.CASE, case_id)

    def _case_words(self, case: Case) -> str:
        small = words.class_name(self._hall.classes.get((case.kind, case.class_code)), case.class_code)
        return " · ".join((words.number_short(case.number), small, words.of(case.status)))

    def _of_forecast(self, forecast: Forecast, now: datetime) -> tuple[str, str]:
        assert forecast.breach_in is not None
        at, status = words.moment(forecast.limit_at, now), words.of(forecast.breach_in)
        unknown = self.tr('Will probably be late: {clock} {at}, at "{status}", {expected}')
        foreseen, past = self.tr('Will probably breach {at} at "{status}" ({clock}): {expected}'), self.tr("Late already: {expected} ({clock} {at})")
        office = self._hall.departments.get(forecast.department_id or "")
        known = self.tr("By {cases} cases like it{office}.").format(cases=forecast.cases, office=f" · {office.name}" if office else "")
        saves = words.choose("、", ", ").join(words.of(verb) for verb in forecast.saves)
        still = self.tr("What still helps: {verbs}").format(verbs=saves) if saves else ""
        expected = words.expected(forecast.expected_at, forecast.later, forecast.clock, now)
        said = past if self._past else unknown if forecast.later else foreseen
        head = said.format(clock=words.of(forecast.clock), at=at, status=status, expected=expected)
        return head, f"{known} {still}".strip()

    def _of_supervision(self, supervision: Supervision, now: datetime) -> tuple[str, str]:
        parts = [
            words.of(supervision.kind),
            words.supervise_level(supervision.level),
            words.person(supervision.by),
            words.moment(supervision.at, now),
        ]
        if supervision.ended_at is not None:
            parts.append(self.tr("ended {at}").format(at=words.moment(supervision.ended_at, now)))
        else:
            case = self._hall.cases.get(supervision.case_id) or (self._card.case if self._card else None)
            if case is not None and case.supervise_due_at is not None:
                parts.append(self.tr("next due {at}").format(at=words.moment(case.supervise_due_at, now)))
        answers = [f"{words.moment(answer.at, now)} {answer.user}{words.choose('：', ': ')}{answer.note}" for answer in supervision.answers]
        return " · ".join(parts), "\n".join([supervision.requirement, *answers])

    def _of_adjustment(self, adjustment: Adjustment, now: datetime) -> tuple[str, str]:
        parts = [words.of(adjustment.kind), words.of(adjustment.state), adjustment.asked_by, words.moment(adjustment.asked_at, now)]
        if adjustment.until is not None:
            parts.append(self.tr("until {at}").format(at=words.moment(adjustment.until, now)))
        if adjustment.state in OPEN:
            posts = words.choose("、", ", ").join(words.of(role) for role in adjustment.waits_for)
            parts.append(self.tr("waits for {posts}").format(posts=posts))
        reviews = [
            " · ".join(
                part
                for part in (
                    words.moment(review.at, now),
                    f"{review.user} {role_word(review.role)}",
                    self.tr("granted") if review.granted else self.tr("rejected"),
                    review.note,
                )
                if part
            )
            for review in adjustment.reviews
        ]
        return " · ".join(parts), "\n".join([adjustment.reason, *reviews])
