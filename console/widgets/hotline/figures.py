"""What the hotline has done in a period: each figure in a line that opens the calls or cases which it counts (DOMAIN 6.11)."""

from datetime import date, datetime, time, timedelta

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from console import words
from console.hall.failures import Wanted
from console.hall.hall import Hall
from console.widgets import keys, theme
from console.widgets.evaluation.period import PeriodChooser
from console.widgets.hotline.call_lines import line_of_call, line_of_case
from console.widgets.lines import HEIGHT, Line, Lines
from console.widgets.list_and_detail import ListAndDetail
from console.widgets.missing import Missing
from console.widgets.spoken import Spoken, label
from wire.codes import Noun
from wire.evaluation import Period
from wire.figures import FigureList, HotlineFigure, HotlineFigures
from wire.periods import span

AGAIN = timedelta(seconds=15)  # while somebody looks
LEAST_PX, ROW_PX = 200, 28


class HotlineFiguresPane(Spoken):
    figures_wanted = Signal(object, object)  # start, end: aware times, the end is not in it
    list_wanted = Signal(object, object, object)  # HotlineFigure, start, end
    call_opened = Signal(str)
    case_opened = Signal(str)
    told = Signal(str, str, int)

    def __init__(self, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hall = hall
        self.period = PeriodChooser(self._today())
        self.period.choose(Period.DAY, self._today())
        self.figures, self.behind, self._head = Lines(), Lines(), label("lead", wrap=True)
        self.missing = Missing(hall, Wanted.FIGURES)
        self._found: HotlineFigures | None = None
        self._list: FigureList | None = None
        self._figure: HotlineFigure | None = None
        self._asked_at = self._found_at = hall.clock.now() - AGAIN
        self._lay_out()
        self._connect()
        self.say()

    def span(self) -> tuple[datetime, datetime]:
        """Of the city's clocks: from midnight to midnight."""
        first, last = span(self.period.period, self.period.day)
        zone = words.local(self._hall.clock.now()).tzinfo
        return datetime.combine(first, time(), zone), datetime.combine(last + timedelta(days=1), time(), zone)

    def renew(self) -> None:
        self._asked_at = self._hall.clock.now()
        self.figures_wanted.emit(*self.span())
        if self._figure is not None:
            self.list_wanted.emit(self._figure, *self.span())

    def take_figures(self, figures: HotlineFigures) -> None:
        if (figures.start, figures.end) == self.span():
            self._found, self._found_at = figures, self._hall.clock.now()
            self._show()

    def take_list(self, found: FigureList, start: datetime) -> None:
        """Of another figure, or another period, than is looked at now it is too late."""
        if found.figure is self._figure and start == self.span()[0]:
            self._list = found
            self._show_list()

    def open(self, figure: HotlineFigure) -> None:
        if figure is not self._figure:
            self._figure, self._list = figure, None
            self._show_list()
        self.list_wanted.emit(figure, *self.span())

    def say(self) -> None:
        self._show()
        self._show_list()

    def tell(self) -> None:
        at = words.moment(self._found_at, self._hall.clock.now()) if self._found else ""
        self.told.emit(self.period.says(), self.tr("as of {time}").format(time=at) if at else "", -1)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.renew()

    def _today(self) -> date:
        return words.local(self._hall.clock.now()).date()

    def _tick(self) -> None:
        self.period.set_today(self._today())
        if self.isVisible() and self._hall.clock.now() - self._asked_at >= AGAIN:
            self.renew()

    def _show(self) -> None:
        counts = self._found.counts if self._found else {}
        self.figures.take(
            [
                Line(figure, "　".join(filter(None, (words.of(figure), self._share(figure)))), "", f"{counts[figure]:,}" if figure in counts else "—")
                for figure in HotlineFigure
            ]
        )
        self.tell()

    def _share(self, figure: HotlineFigure) -> str:
        """What the figure comes to beside another one, in the words of the field."""
        found = self._found
        if found is None:
            return ""
        if figure is HotlineFigure.ANSWERED:
            waited = self.tr("{seconds:.0f} s to answer").format(seconds=found.answer_s) if found.answer_s is not None else ""
            return " · ".join(filter(None, (self._rate(self.tr("{rate} of the calls"), found.answer_rate), waited)))
        rates = {
            HotlineFigure.ACCEPTED: (self.tr("{rate} of the answered"), found.accepted_rate),
            HotlineFigure.CALLBACKS: (self.tr("{rate} of those owed"), found.callback_rate),
            HotlineFigure.SATISFIED: (self.tr("{rate} of those asked"), found.satisfaction_rate),
            HotlineFigure.PROMISES_KEPT: (self.tr("{rate} of those due"), found.promise_rate),
        }
        return self._rate(*rates[figure]) if figure in rates else ""

    def _rate(self, of: str, rate: float | None) -> str:
        return of.format(rate=f"{100 * rate:.1f} %") if rate is not None else ""

    def _show_list(self) -> None:
        if self._figure is None:
            self._head.setText(self.tr("Choose a figure to see the calls or cases behind it."))
        else:
            count = len(self._list.calls) + len(self._list.cases) if self._list else None
            self._head.setText(words.of(self._figure) + (f"  {count:,}" if count is not None else ""))
        lines = [line_of_call(self._hall, call) for call in self._list.calls] if self._list else []
        self.behind.take(lines + ([line_of_case(self._hall, case) for case in self._list.cases] if self._list else []))

    def _open(self, id: str) -> None:
        if self._list is None:
            return
        if any(call.id == id for call in self._list.calls):
            self.call_opened.emit(id)
        else:
            self._hall.selection.set(Noun.CASE, id)
            self.case_opened.emit(id)

    def _changed(self) -> None:
        self._found, self._list = None, None
        self.say()
        self.renew()

    def _connect(self) -> None:
        self.period.changed.connect(self._changed)
        self.figures.chosen.connect(lambda id: self.open(HotlineFigure(id)))
        self.figures.opened.connect(lambda id: self.open(HotlineFigure(id)))
        self.behind.opened.connect(self._open)
        self.missing.again.connect(self.renew)
        self._hall.clock.ticked.connect(self._tick)
        self._hall.catalogue_changed.connect(self._show_list)
        keys.bind(self, self.renew, "F5")
        keys.bind(self, self.period.go_back, "Ctrl+Left")
        keys.bind(self, self.period.go_forward, "Ctrl+Right")

    def _lay_out(self) -> None:
        left, right = QWidget(), QWidget()
        row, first, second = QHBoxLayout(), QVBoxLayout(left), QVBoxLayout(right)
        row.setContentsMargins(theme.px(4), theme.px(2), theme.px(8), theme.px(2))
        row.addWidget(self.period)
        row.addStretch(1)
        for column in (first, second):
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(0)
        for lines in (self.figures, self.behind):
            lines.setMinimumHeight(theme.px(HEIGHT))
            lines.setMinimumWidth(theme.px(LEAST_PX))
        self.figures.verticalHeader().setDefaultSectionSize(theme.px(ROW_PX))
        first.addWidget(self.figures, 1)
        self._head.setContentsMargins(theme.px(8), theme.px(6), theme.px(8), theme.px(6))
        second.addWidget(self._head)
        second.addWidget(self.behind, 1)
        self.missing.setContentsMargins(theme.px(8), 0, theme.px(8), 0)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(row)
        whole.addWidget(self.missing)
        whole.addWidget(ListAndDetail(left, right), 1)
        self.setFocusProxy(self.figures)
