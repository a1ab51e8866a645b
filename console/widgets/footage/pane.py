"""The register of footage for the police: what was asked for, by period and state; how often they were served; and each request beside it."""

from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QMenu, QVBoxLayout, QWidget

from console import words
from console.hall.failures import Wanted as Missed
from console.hall.footage import Wanted
from console.hall.hall import Hall
from console.widgets import keys, theme
from console.widgets.cell import Cell
from console.widgets.columns import Columns
from console.widgets.evaluation.period import PeriodChooser
from console.widgets.files import TABLES, open_file, save_file
from console.widgets.flow import Flow
from console.widgets.footage.detail import FootageDetail
from console.widgets.footage.form import FootageForm
from console.widgets.footage.model import Column, FootageModel, camera_name, state_word
from console.widgets.footage.step_form import StepForm
from console.widgets.list_and_detail import ListAndDetail
from console.widgets.missing import Missing
from console.widgets.outcome import Outcome
from console.widgets.queue.pane import CaseTable
from console.widgets.rows import as_rows
from console.widgets.spoken import Spoken, button, label
from wire.evaluation import Period
from wire.footage import MOST_REQUESTS, WRITERS, FootageFigures, FootageRequest, FootageState
from wire.periods import span
from wire.problem import Problem

COLUMNS = Columns(
    {Column.ENTERED: 96, Column.UNIT: 132, Column.OFFICER: 72, Column.CAMERAS: 148, Column.STATE: 104, Column.FILES: 56},
    rest=Column.NUMBER,
    rest_px=190,
    dispensable=(Column.CAMERAS, Column.UNIT, Column.OFFICER),
)
SOUGHT_PX, STATE_PX = 164, 108
TYPED_MS = 300  # so long after the last letter it is sought for
AGAIN = timedelta(seconds=30)


class FootageCell(Cell):
    def side(self, column: int) -> Qt.AlignmentFlag:
        return Qt.AlignmentFlag.AlignRight if column == Column.FILES else Qt.AlignmentFlag.AlignLeft


class FootagePane(Spoken):
    """Keys: Ctrl+N enters a request, Enter corrects the chosen one, F5 asks anew, Ctrl+E exports, Ctrl+F seeks, Ctrl+← and Ctrl+→ go to another
    period.
    """

    wanted = Signal(object)  # Wanted; answered by `take` or `miss`
    entered = Signal(object, object)  # FootageOrder, the version that it corrects or None
    stepped = Signal(object, object)  # FootageRequest, AnyFootageStep
    copied = Signal(object, str, object)  # FootageRequest, id of the camera, Path of the file
    export_wanted = Signal(object, object)  # Wanted, Path
    case_opened = Signal(str)
    told = Signal(str, str, int)

    def __init__(self, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hall, self._at, self._asking, self._hashing = hall, hall.clock.now() - AGAIN, False, ""
        self.found: list[FootageRequest] = []
        self.figures: FootageFigures | None = None
        self._writes = not WRITERS.isdisjoint(hall.me.roles)
        self.period, self.states, self.sought = PeriodChooser(self._today()), QComboBox(), QLineEdit()
        self.new, self.export, self.outcome, self.count = button("primary"), button(), Outcome(), label(wrap=True)
        self.missing = Missing(hall, Missed.FOOTAGE)
        self.model, self.table, self.detail = FootageModel(hall, self), CaseTable(), FootageDetail(hall)
        self.form, self.hand_over, self.refusal = FootageForm(hall, self), StepForm("footage_to", self), StepForm("footage_reason", self)
        self._typed = QTimer(self, interval=TYPED_MS, singleShot=True)
        self.states.addItem("", None)
        for state in FootageState:
            self.states.addItem("", state)
        self.new.setVisible(self._writes)
        self._lay_out()
        self._connect()
        self.say()

    def renew(self) -> None:
        self._asking = True
        self.wanted.emit(self.asked_for())
        self.tell()

    def asked_for(self) -> Wanted:
        first, last = span(self.period.period, self.period.day)
        zone = words.local(self._hall.clock.now()).tzinfo
        start, end = (datetime.combine(day, time(), zone) for day in (first, last + timedelta(days=1)))
        return Wanted(start, end, self.states.currentData(), self.sought.text().strip())

    def take(self, wanted: Wanted, found: list[FootageRequest], figures: FootageFigures) -> None:
        """An answer to an older question than the last is too late."""
        if wanted == self.asked_for():
            self.found, self.figures, self._asking, self._at = found, figures, False, self._hall.clock.now()
            self._hall.failures.clear(Missed.FOOTAGE, "")
            self._show(self.detail.request.id if self.detail.request else "")

    def miss(self, problem: Problem) -> None:
        self._asking = False
        self._hall.failures.note(Missed.FOOTAGE, "", problem)
        self.tell()

    def kept(self, request: FootageRequest) -> None:
        """What was ordered is done."""
        for form in (self.form, self.hand_over, self.refusal):
            form.accept()
        self._hashing = ""
        self.outcome.hide()
        self.found = [request if each.id == request.id else each for each in self.found]
        if all(each.id != request.id for each in self.found):
            self.found.insert(0, request)
        self._show(request.id)
        self.renew()

    def refuse(self, problem: Problem) -> None:
        """Where it was asked for, or below the bar."""
        asked = next((form for form in (self.form, self.hand_over, self.refusal) if form.isVisible()), None)
        self._hashing = ""
        if asked is not None:
            asked.refuse(problem)
        else:
            self.outcome.refuse(problem)

    def tell_written(self, path: Path) -> None:
        self.outcome.tell_of(lambda: self.tr("Written: {name}").format(name=path.name))

    def tell(self) -> None:
        count = self.tr("fetching …") if self._asking and not self.found else self.tr("{count} requests").format(count=len(self.found))
        if len(self.found) >= MOST_REQUESTS:
            count = self.tr("the newest {count} requests").format(count=len(self.found))
        settled = not self._asking and self._hall.failures.of(Missed.FOOTAGE) is None
        self.told.emit(self.period.says(), count, len(self.found) if settled else -1)

    def say(self) -> None:
        self.states.setItemText(0, self.tr("All states"))
        for row in range(1, self.states.count()):
            self.states.setItemText(row, state_word(self.states.itemData(row)))
        self.sought.setPlaceholderText(self.tr("Number, officer, unit  Ctrl+F"))
        self.new.setText(self.tr("New request  Ctrl+N"))
        self.export.setText(self.tr("Export…"))
        self.export.setToolTip(self.tr("XLSX with the copy log, or CSV (Ctrl+E)"))
        self.model.say()
        self._say_count()
        self.tell()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._hall.clock.now() - self._at >= AGAIN:
            self.renew()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize:
            QTimer.singleShot(0, self, self._fit)  # once the viewport has its place in the table
        return super().eventFilter(watched, event)

    # --- inside

    def _fit(self) -> None:
        COLUMNS.fit(self.table, self.table.viewport().width())

    def _show(self, id: str) -> None:
        self.model.show(self.found)
        if self.found:
            self.table.setCurrentIndex(self.model.index(max(0, self.model.row(id)), 0))
        self._choose()
        self.export.setEnabled(bool(self.found))
        self._say_count()
        self.tell()

    def _choose(self) -> None:
        self.detail.show_request(self.model.request(self.table.currentIndex().row()))

    def _say_count(self) -> None:
        figures = self.figures
        self.count.setVisible(figures is not None)
        if figures is not None:
            text = self.tr("Police served: {served} · asked: {asked} · refused: {refused} · files copied: {copies} · waiting now: {waiting}")
            told = {name: getattr(figures, name) for name in figures.__struct_fields__}
            self.count.setText(text.format(**told))

    def _today(self) -> date:
        return words.local(self._hall.clock.now()).date()

    def _new(self) -> None:
        if self._writes:
            self.form.ask()

    def _press(self, key: int) -> None:
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._correct()

    def _correct(self) -> None:
        request = self.detail.request
        if self._writes and request is not None and request.state is FootageState.ASKED:
            self.form.ask(request)

    def _ask_step(self, form: StepForm) -> None:
        if self.detail.request is not None:
            form.ask(self.detail.request)

    def _ask_copy(self) -> None:
        """Which file; before that of which camera, where there are several."""
        request = self.detail.request
        if request is None or self._hashing:
            return
        if len(request.cameras) == 1:
            self._ask_file(request, request.cameras[0])
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for id in request.cameras:
            menu.addAction(camera_name(self._hall, id)).triggered.connect(lambda _=False, id=id: self._ask_file(request, id))
        menu.popup(self.detail.copy.mapToGlobal(self.detail.copy.rect().bottomLeft()))

    def _ask_file(self, request: FootageRequest, camera_id: str) -> None:
        open_file(self, self.tr("The file that was copied"), partial(self.enter_copy, request, camera_id))

    def enter_copy(self, request: FootageRequest, camera_id: str, path: Path) -> None:
        """Its digest is made before it is entered: of a long film that takes a while."""
        self._hashing = path.name
        self.outcome.tell_of(lambda: self.tr("Making the SHA-256 of {name} …").format(name=path.name))
        self.copied.emit(request, camera_id, path)

    def _ask_where(self) -> None:
        if not self.export.isEnabled():
            return
        name = f"footage-{self.period.day.isoformat()}.xlsx"
        save_file(self, self.tr("Export the register"), name, lambda path: self.export_wanted.emit(self.asked_for(), path), *TABLES)

    def _connect(self) -> None:
        self.period.changed.connect(self.renew)
        self.states.currentIndexChanged.connect(self.renew)
        self.sought.textChanged.connect(lambda _: self._typed.start())
        self._typed.timeout.connect(self.renew)
        self.new.clicked.connect(self._new)
        self.export.clicked.connect(self._ask_where)
        self.missing.again.connect(self.renew)
        self.table.installEventFilter(self)
        self.table.pressed_key.connect(self._press)
        self.table.selectionModel().currentChanged.connect(lambda *_: self._choose())
        self.form.entered.connect(self.entered)
        self.detail.change_wanted.connect(self._correct)
        self.detail.copy_wanted.connect(self._ask_copy)
        self.detail.hand_over_wanted.connect(lambda: self._ask_step(self.hand_over))
        self.detail.refusal_wanted.connect(lambda: self._ask_step(self.refusal))
        self.detail.case_opened.connect(self.case_opened)
        for form in (self.hand_over, self.refusal):
            form.given.connect(self.stepped)
        self._hall.clock.ticked.connect(lambda: self.period.set_today(self._today()))
        for act, key in ((self._new, "Ctrl+N"), (self.renew, "F5"), (self._ask_where, "Ctrl+E"), (self.sought.setFocus, "Ctrl+F")):
            keys.bind(self, act, key)
        keys.bind(self, self.period.go_back, "Ctrl+Left")
        keys.bind(self, self.period.go_forward, "Ctrl+Right")

    def _lay_out(self) -> None:
        self.period.choose(Period.MONTH, self._today())
        self.states.setFixedWidth(theme.px(STATE_PX))
        self.sought.setFixedWidth(theme.px(SOUGHT_PX))
        self.sought.setMaxLength(80)
        bar = Flow(gap=8)
        bar.setContentsMargins(theme.px(8), theme.px(4), theme.px(8), theme.px(4))
        for part in (self.new, self.period, self.states, self.sought, self.export):
            bar.addWidget(part)
        as_rows(self.table, self.model, FootageCell(self.table))
        COLUMNS.lay(self.table)
        for line in (self.missing, self.outcome, self.count):
            line.setContentsMargins(theme.px(8), 0, theme.px(8), theme.px(2))
        self.export.setEnabled(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(bar)
        for line in (self.count, self.missing, self.outcome):
            whole.addWidget(line)
        whole.addWidget(ListAndDetail(self.table, self.detail, (3, 2)), 1)
        self.setFocusProxy(self.table)
