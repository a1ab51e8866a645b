"""The hand on the hall's past: a line of time to be dragged, marks to go to, any moment by its time, play at any speed, and the way back to now."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QToolButton, QWidget

from console import words
from console.hall.rewind import SPEEDS, Rewind
from console.widgets import theme
from console.widgets.elided import Elided
from console.widgets.icons import icon
from console.widgets.playback.event_marks import Bar
from console.widgets.playback.hand_bar import HandBar
from console.widgets.rewind.marks import JUST_S, Mark, of_count, of_mark, of_moment
from console.widgets.spoken import button
from wire.moments import Moment
from wire.past import LONGEST_MARKED, PastMarks

JUMP_S = 600.0
SEEN_S = 28_800.0  # of the line of time at first: a shift
SETTLED_MS = 250  # so long the line stands still before what happened on it is asked for
AGAIN_MS = 5_000  # until it is asked for again where the backend had not looked at everything
REFUSED_MS = 8_000  # so long it is said why a typed moment is not gone to
FRESH_S = 60.0  # so much of the end of the line may be newer than what is known of it
AT_S = 1.5  # so near to the hand a mark is told
FINER = 3.0  # what is seen is so much shorter than what was asked for: marks that stand as one are asked for one by one


class RewindBar(HandBar):
    """Turns a `Rewind`. Keys: N and P go to the next and to the previous mark, and select what it is about."""

    moments_wanted = Signal()  # those that are kept, and to keep this one
    marks_wanted = Signal(object, object)  # aware datetimes, a week apart at most: what is worth looking at between; answered by `take_marks`

    def __init__(self, rewind: Rewind, parent: QWidget | None = None) -> None:
        super().__init__(rewind, SPEEDS, JUMP_S, lambda: datetime.fromtimestamp(rewind.bounds()[1], UTC), parent)
        self._rewind = rewind
        self._kept: Sequence[Moment] = ()
        self._found: PastMarks | None = None
        self.marks: list[Mark] = []  # in order of time
        self._known: Bar | None = None
        self._nothing, self._gathered, self._partly = False, False, False
        self._counted: tuple[Bar, str] | None = None  # what is seen, and what is said of it
        self.timeline.length_s, self.timeline.just_s = SEEN_S, JUST_S
        self.moments, self.told = button("quiet"), Elided("hint")
        self.previous, self.next = QToolButton(), QToolButton()
        self._settled = QTimer(self, interval=SETTLED_MS, singleShot=True)
        self._settled.timeout.connect(self._ask)
        self._again = QTimer(self, interval=AGAIN_MS, singleShot=True)
        self._again.timeout.connect(self._ask)
        self._refused, self._forget = "", QTimer(self, interval=REFUSED_MS, singleShot=True)
        self._forget.timeout.connect(lambda: self.refuse("") if self._refused else None)
        self.keys_of(self.previous, self.next)
        place = self.row.indexOf(self.speed) + 1
        for part in (self.previous, self.next):
            self.row.insertWidget(place, part)
            place += 1
        self.row.insertWidget(place, self.told, 4)
        self.row.insertWidget(self.row.indexOf(self.moment), self.moments)
        self.column.setContentsMargins(*(theme.px(6),) * 4)
        self.moments.clicked.connect(self.moments_wanted)
        self.previous.clicked.connect(lambda: self.go_to(-1))
        self.next.clicked.connect(lambda: self.go_to(1))
        self.timeline.window_changed.connect(self._look)
        rewind.moved.connect(lambda _: self._moved())
        self.moment.textEdited.connect(lambda _: self.refuse(""))
        self.say()
        self.dress()

    def keep(self, moments: Sequence[Moment]) -> None:
        """The kept moments, on the line of time."""
        self._kept = moments
        self._draw()

    def take_marks(self, start: datetime, end: datetime, found: PastMarks) -> None:
        """What there was between, as it was asked for."""
        self._known, self._gathered, self._partly = Bar(start.timestamp(), end.timestamp()), found.left_off > 0, found.waiting > 0
        if self._partly:
            self._again.start()
        self._found = found
        self._draw()
        self._look()

    def go_to(self, step: int) -> None:
        """The next mark, or, with -1, the previous one."""
        at = self._rewind.at
        ahead = [mark for mark in self.marks if (mark.goal - at) * step > 1e-3]
        mark = min(ahead, key=lambda mark: abs(mark.goal - at), default=None)
        self._nothing = mark is None
        if mark is None:
            self._tell()
            return
        self._rewind.pause()
        self._rewind.seek(mark.goal)
        if mark.noun is not None:
            self._rewind.hall.selection.set(mark.noun, mark.id)

    def refuse(self, text: str) -> None:
        """It is said until something else is typed, and for a while."""
        self._refused = text
        self._forget.start()
        self._tell()

    def acts(self) -> dict[int, Callable[[], None]]:
        return super().acts() | {Qt.Key.Key_N: lambda: self.go_to(1), Qt.Key.Key_P: lambda: self.go_to(-1)}

    def say(self) -> None:
        super().say()
        self.live.setText(self.tr("Back to now"))
        self.live.setToolTip(self.tr("Close this window (Esc)"))
        self.back.setToolTip(self.tr("10 minutes back (J)"))
        self.forward.setToolTip(self.tr("10 minutes on (L)"))
        self.previous.setToolTip(self.tr("The mark before (P)"))
        self.next.setToolTip(self.tr("The next mark (N)"))
        self.moments.setText(self.tr("Moments…"))
        self.moments.setToolTip(self.tr("Keep this moment, open a kept one, or one by its link (M)"))
        self._draw()  # each mark was said in the other language

    def dress(self) -> None:
        super().dress()
        self.previous.setIcon(icon("mark-back"))
        self.next.setIcon(icon("mark-forward"))

    # --- inside

    def _moved(self) -> None:
        self._nothing = False
        self._tell()

    def _draw(self) -> None:
        marks = list(map(of_moment, self._kept))
        if self._found is not None:
            marks += [*(of_mark(self._rewind.hall, mark) for mark in self._found.marks), *map(of_count, self._found.counts)]
        self.marks = sorted(marks, key=lambda mark: mark.event.at)
        self.timeline.show_line((), (), (), [mark.event for mark in self.marks])
        self._counted = None
        self._tell()

    def _tell(self) -> None:
        """What the hand stands on; else how much there is to go to, and nothing as long as nobody knows."""
        at = self._rewind.at
        first = bisect_left(self.marks, at - AT_S - JUST_S, key=_at)
        near = self.marks[first : bisect_right(self.marks, at + AT_S, key=_at)]
        here = [mark.event.text for mark in near if abs(mark.goal - at) <= AT_S]
        if self._refused:
            self.told.setText(self._refused)
        elif self._nothing:
            self.told.setText(self.tr("No further mark on this stretch of time."))
        elif here:
            more = words.choose(f"（另有 {len(here) - 1} 个）", f" (and {len(here) - 1} more)") if len(here) > 1 else ""
            self.told.setText(here[0] + more)
        else:
            self.told.setText(self._count())

    def _count(self) -> str:
        """Of what is seen: "+" where marks that stand as one lie on its edge."""
        seen = self.timeline.seen()
        if self._is_unknown(seen):
            return ""
        if self._counted is None or self._counted[0] != seen:
            count, more = 0, ""
            for mark in self.marks:
                first, last = mark.event.at, max(mark.event.at, mark.until)
                if seen.start <= first and last <= seen.end:
                    count += mark.many
                elif first <= seen.end and last >= seen.start:
                    more = "+"
            said = words.choose(f"时间轴上 {count:,}{more} 个标记", f"{count:,}{more} marks on the line of time")
            self._counted = seen, said + (words.choose("，尚未查完", ", not all looked for yet") if self._partly else "")
        return self._counted[1]

    def _is_unknown(self, seen: Bar) -> bool:
        """Has nobody asked for all that is seen?"""
        known, (first, now) = self._known, self._rewind.bounds()
        return known is None or max(seen.start, first + FRESH_S) < known.start or min(seen.end, now) > known.end + FRESH_S

    def _look(self) -> None:
        """Has the line gone where nobody has asked yet, or so near that each mark is to be told by itself?"""
        seen, known = self.timeline.seen(), self._known
        nearer = self._gathered and known is not None and FINER * (seen.end - seen.start) < known.end - known.start
        if nearer or self._is_unknown(seen):
            self._settled.start()

    def _ask(self) -> None:
        """With as much again beside what is seen."""
        seen, (first, now) = self.timeline.seen(), self._rewind.bounds()
        beside = min(seen.end - seen.start, LONGEST_MARKED.total_seconds() / 3) / 2
        start, end = max(seen.start - beside, first), min(seen.end + beside, now)
        if start < end:
            self.marks_wanted.emit(datetime.fromtimestamp(start, UTC), datetime.fromtimestamp(end, UTC))


def _at(mark: Mark) -> float:
    return mark.event.at
