"""Who was there: a place of the map, a case or a geofence, how far around it and when; a row opens the track at that moment."""

from datetime import datetime, time, timedelta
from functools import partial
from pathlib import Path

from PySide6.QtCore import QDateTime, Qt, QTimeZone, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QDateTimeEdit, QHBoxLayout, QSpinBox, QVBoxLayout, QWidget

from console import words
from console.hall.failures import Wanted
from console.hall.hall import Hall
from console.hall.whereabouts import Question
from console.widgets import keys, theme
from console.widgets.columns import Columns
from console.widgets.files import save_file
from console.widgets.flow import Flow
from console.widgets.missing import Missing
from console.widgets.outcome import Outcome
from console.widgets.queue.pane import CaseTable
from console.widgets.row_model import RowCell
from console.widgets.rows import as_rows
from console.widgets.spoken import Spoken, button, label
from console.widgets.whereabouts.model import Column, StayModel
from wire.codes import Noun
from wire.problem import Problem
from wire.whereabouts import LONGEST, MOST_M, Whereabouts

LEAST_M, USUAL_M, STEP_M = 10, 200, 50
USUAL = timedelta(minutes=30)
COLUMNS = Columns(
    {Column.KIND: 84, Column.FIRST: 84, Column.LAST: 84, Column.INSIDE: 84, Column.NEAREST: 76, Column.BY: 104},
    rest=Column.NAME,
    rest_px=168,
    dispensable=(Column.KIND, Column.BY, Column.LAST),
)
DAY_PX, RADIUS_PX = 48, 92
choose = words.choose


class WhereaboutsPane(Spoken):
    """Asks only when it is told to: each look is written down. Keys: Enter in the bar asks, in the list opens the track, Ctrl+E exports."""

    wanted = Signal(object)  # Question; answered by `take` or `miss`
    export_wanted = Signal(object, object)  # Question that was answered, Path
    located = Signal(float, float)  # lon, lat
    opened = Signal(str, object)  # id of a unit, aware datetime at which its track is looked at
    told = Signal(str, str, int)

    def __init__(self, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sheet")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._hall = hall
        self._place: tuple[float, float, str] | None = None
        self.asked: Question | None = None  # and not answered yet
        self.answered: Question | None = None
        self.found: Whereabouts | None = None
        self._days = False  # whether times are told with their day
        self.radius, self.preset = QSpinBox(), QComboBox()
        self.start, self.end = QDateTimeEdit(), QDateTimeEdit()
        self.ask, self.locate, self.export = button("primary"), button(), button()
        self.error, self.outcome, self._nothing = label("error", wrap=True), Outcome(), label(tone="quiet", wrap=True)
        self._radius_label, self._dash, self._note = label("label"), label("hint"), label("hint", wrap=True)
        self.missing = Missing(hall, Wanted.WHEREABOUTS)
        self.model, self.table = StayModel(hall, self), CaseTable()
        self._lay_out()
        self._connect()
        self.say()
        self._set_span(hall.clock.now() - USUAL, hall.clock.now())
        self._show()

    def look_at(
        self, lon: float, lat: float, radius: float = USUAL_M, start: datetime | None = None, end: datetime | None = None, about: str = ""
    ) -> None:
        """Another place, and where it is given another while: to be asked for by hand."""
        self._place = (lon, lat, about)
        self.radius.setValue(round(min(max(radius, LEAST_M), MOST_M)))
        if start is not None and end is not None:
            self.preset.setCurrentIndex(0)
            self._set_span(start, end)
        else:
            self._take_preset()
        self._forget()
        self.ask.setFocus()

    def go_back_to(self, at: datetime) -> None:
        """The hall is as of an earlier moment: nothing is listed or drawn of what came after it."""
        question = self.question()
        ends = [each.end for each in (question, self.asked, self.answered) if each is not None]
        if not ends or max(ends) > at:
            self.preset.setCurrentIndex(self.preset.currentIndex() or 1)
            self._take_preset()
            self._forget()

    def question(self) -> Question | None:
        """As it is chosen now; none without a place."""
        if self._place is None:
            return None
        lon, lat, about = self._place
        return Question(lon, lat, float(self.radius.value()), _moment(self.start), _moment(self.end), about)

    def submit(self) -> None:
        question = self.question()
        if question is None:
            return
        if question.end <= question.start:
            self._complain(choose("结束时间必须晚于开始时间", "The end must be after the start"))
        elif self._hall.replay and question.end > self._hall.clock.now():
            self._complain(choose("回看中只能查询到所看的时刻", "The hall as it was is asked up to its moment"))
        elif question.end - question.start > LONGEST:
            self._complain(choose(f"最长查询 {LONGEST.days} 天", f"{LONGEST.days} days at most"))
        else:
            self._complain("")
            self.asked = question
            self._hall.there.ask(question)
            self.wanted.emit(question)
            self._show()

    def take(self, question: Question, found: Whereabouts) -> None:
        """An answer to an older question than the last is too late."""
        if question != self.asked:
            return
        self.asked, self.answered, self.found = None, question, found
        self._hall.failures.clear(Wanted.WHEREABOUTS, "")
        self._days = words.local(question.start).date() != words.local(question.end).date()
        self.model.show(found.stays, self._days)
        self._fit()
        if found.stays:
            self.table.setCurrentIndex(self.model.index(0, 0))
            self.table.setFocus()
        self._show()

    def miss(self, question: Question, problem: Problem) -> None:
        if question == self.asked:
            self.asked = None
            self._hall.failures.note(Wanted.WHEREABOUTS, "", problem)
            self._show()

    def tell_written(self, path: Path) -> None:
        self.outcome.tell_of(lambda: choose(f"已写入 {path.name}", f"Written: {path.name}"))

    def tell_not_written(self, problem: Problem) -> None:
        self.outcome.refuse(problem)

    def tell(self) -> None:
        count = len(self.found.stays) if self.found else 0
        text = choose("正在查询…", "asking …") if self.asked else choose(f"{count} 个", f"{count} units") if self.found else ""
        self.told.emit(self._about(), text, count if self.found else -1)

    def say(self) -> None:
        self._radius_label.setText(choose("半径", "Within"))
        self.radius.setSuffix(choose(" 米", " m"))
        self.radius.setAccessibleName(choose("半径", "Radius"))
        for part, name in ((self.start, choose("开始时间", "From")), (self.end, choose("结束时间", "Until"))):
            part.setAccessibleName(name)
        for row, text in enumerate(_presets()):
            self.preset.setItemText(row, text)
        self.ask.setText(choose("查询谁来过", "Who was there"))
        self.ask.setToolTip(choose("每次查询都记入审计日志", "Each look is written down in the audit trail"))
        self.locate.setText(choose("定位", "Locate"))
        self.export.setText(choose("导出 CSV…", "Export CSV…"))
        self.model.say()
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    # --- inside

    def _forget(self) -> None:
        """What was asked and answered."""
        self.asked = self.answered = self.found = None
        self._hall.failures.clear(Wanted.WHEREABOUTS, "")
        self.outcome.hide()
        self._complain("")
        self._hall.there.ask(self.question())
        self._show()

    def _fit(self) -> None:
        wide: dict[int, int] = {column: COLUMNS.widths[column] + DAY_PX for column in (Column.FIRST, Column.LAST)} if self._days else {}
        columns = COLUMNS._replace(widths={**COLUMNS.widths, **wide})
        columns.lay(self.table)
        columns.fit(self.table, self.width())

    def _about(self) -> str:
        if self._place is None:
            return ""
        lon, lat, about = self._place
        return about or f"{lat:.6f}, {lon:.6f}"

    def _show(self) -> None:
        there, some = self._place is not None, bool(self.found and self.found.stays)
        for part in (self.ask, self.locate):
            part.setEnabled(there)
        self.export.setEnabled(some)
        self.table.setVisible(some)
        self._nothing.setVisible(not some)
        self._nothing.setText(self._why_nothing())
        self._note.setVisible(some)
        if self.found:
            hop = f"{self.found.hop_s:.0f}"
            self._note.setText(choose(f"相隔超过 {hop} 秒的两个定位之间不推算", f"Nothing is told between fixes more than {hop} s apart"))
        self.tell()

    def _why_nothing(self) -> str:
        if self._place is None:
            return choose(
                "在地图上点“这里是”或“周边”，或从案件、围栏选择地点",
                'Choose a place: "This place" or "Around here" on the map, a case, or a geofence',
            )
        if self.asked:
            return choose("正在查询…", "asking …")
        return (
            choose("这段时间没有人员车辆来过", "Nobody was there in this while")
            if self.found
            else choose("选好范围和时间后查询", "Choose how far and when, then ask")
        )

    def _widen(self) -> None:
        """The circle is as wide as it will be asked for, until it has been."""
        if self.answered is None and self.asked is None:
            self._hall.there.ask(self.question())

    def _take_preset(self) -> None:
        now = self._hall.clock.now()
        today = datetime.combine(words.local(now).date(), time(), words.zone())
        spans = (None, (now - USUAL, now), (now - timedelta(hours=2), now), (today, now), (today - timedelta(days=1), today))
        if (span := spans[max(self.preset.currentIndex(), 0)]) is not None:
            self._set_span(*span)

    def _set_span(self, start: datetime, end: datetime) -> None:
        for edit, at in ((self.start, start), (self.end, end)):
            edit.blockSignals(True)
            edit.setDateTime(_shown(at))
            edit.blockSignals(False)

    def _complain(self, text: str) -> None:
        self.error.setText(text)
        self.error.setVisible(bool(text))
        theme.set_property(self.end, "wrong", bool(text))

    def _choose(self) -> None:
        if (stay := self.model.stay(self.table.currentIndex().row())) is not None:
            self._hall.selection.set(Noun.UNIT, stay.unit_id)
            self._hall.there.choose(stay.unit_id)

    def _press(self, key: int) -> None:
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open()

    def _open(self) -> None:
        if (stay := self.model.stay(self.table.currentIndex().row())) is not None:
            self.opened.emit(stay.unit_id, stay.nearest_at)

    def _locate(self) -> None:
        if self._place is not None:
            self.located.emit(*self._place[:2])

    def _ask_where(self) -> None:
        if self.answered is None or not self.export.isEnabled():
            return
        name = f"who-was-there-{words.local(self.answered.start):%Y%m%d-%H%M}.csv"
        save_file(self, choose("导出谁来过", "Export who was there"), name, partial(self.export_wanted.emit, self.answered))

    def _connect(self) -> None:
        self.ask.clicked.connect(self.submit)
        self.locate.clicked.connect(self._locate)
        self.export.clicked.connect(self._ask_where)
        self.missing.again.connect(lambda _: self.submit())
        self.preset.activated.connect(self._take_preset)
        self.radius.valueChanged.connect(self._widen)
        for edit in (self.start, self.end):
            edit.dateTimeChanged.connect(lambda _: self.preset.setCurrentIndex(0))
        self.table.selectionModel().currentChanged.connect(self._choose)
        self.table.doubleClicked.connect(self._open)
        self.table.pressed_key.connect(self._press)
        self._hall.units.changed.connect(lambda _: self.model.say())
        keys.bind(self._bar, self.submit, "Return", "Enter")
        keys.bind(self, self._ask_where, "Ctrl+E")

    def _lay_out(self) -> None:
        self.radius.setRange(LEAST_M, int(MOST_M))
        self.radius.setSingleStep(STEP_M)
        self.radius.setValue(USUAL_M)
        self.radius.setFixedWidth(theme.px(RADIUS_PX))
        self.preset.addItems(list(_presets()))
        self.preset.setCurrentIndex(1)
        for edit in (self.start, self.end):
            edit.setDisplayFormat("yyyy-MM-dd HH:mm:ss")
            edit.setCalendarPopup(True)
            edit.setTimeZone(QTimeZone.utc())  # what it shows is the city's time; no zone of this machine has a say
        self._dash.setText("–")
        self._bar = QWidget()
        bar = Flow(self._bar, gap=8)
        bar.setContentsMargins(theme.px(8), theme.px(4), theme.px(8), theme.px(4))
        for part in (
            _together(self._radius_label, self.radius),
            self.preset,
            _together(self.start, self._dash, self.end),
            self.ask,
            self.locate,
            self.export,
        ):
            bar.addWidget(part)
        as_rows(self.table, self.model, RowCell(self.model, self.table))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._bar)
        for line in (self.missing, self.error, self.outcome):
            line.setContentsMargins(theme.px(8), 0, theme.px(8), theme.px(2))
            whole.addWidget(line)
        self.error.hide()
        whole.addWidget(self.table, 1)
        whole.addWidget(self._nothing, 1, Qt.AlignmentFlag.AlignCenter)
        self._note.setContentsMargins(theme.px(8), theme.px(2), theme.px(8), theme.px(2))
        whole.addWidget(self._note)


def _presets() -> tuple[str, ...]:
    return (
        choose("自定时间", "Times below"),
        choose("近 30 分钟", "Last 30 min"),
        choose("近 2 小时", "Last 2 h"),
        choose("今天", "Today"),
        choose("昨天", "Yesterday"),
    )


def _shown(at: datetime) -> QDateTime:
    local = words.local(at)
    return QDateTime(local.year, local.month, local.day, local.hour, local.minute, local.second, 0, QTimeZone.utc())


def _moment(edit: QDateTimeEdit) -> datetime:
    shown = edit.dateTime().toPython()
    assert isinstance(shown, datetime)
    return shown.replace(tzinfo=words.zone())


def _together(*parts: QWidget) -> QWidget:
    """What is never torn apart when the line goes on below."""
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.px(4))
    for part in parts:
        row.addWidget(part)
    return made
