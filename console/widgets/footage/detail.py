"""One request: all that is known of it, what was copied, and what may be done with it now."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFormLayout, QScrollArea, QVBoxLayout, QWidget

from console import words
from console.hall.hall import Hall
from console.widgets import theme
from console.widgets.flow import Flow
from console.widgets.footage.model import camera_name, state_word
from console.widgets.spoken import Spoken, button, label
from wire.footage import DECIDERS, OPEN, WRITERS, FootageCopy, FootageRequest, FootageState

ROWS = ("state", "asker", "unit", "period", "cameras", "purpose", "basis", "case", "entered", "settled", "copies")


class FootageDetail(Spoken):
    """Its buttons are there for those who may, in the states that allow it."""

    change_wanted = Signal()
    copy_wanted = Signal()
    hand_over_wanted = Signal()
    refusal_wanted = Signal()
    case_opened = Signal(str)

    def __init__(self, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hall = hall
        self.request: FootageRequest | None = None
        roles = set(hall.me.roles)
        self._writes, self._decides = not WRITERS.isdisjoint(roles), not DECIDERS.isdisjoint(roles)
        self.title = label("title", wrap=True)
        self.copy, self.hand_over, self.refuse, self.change, self.case = button("primary"), button("primary"), button(), button(), button("quiet")
        self._names = {row: label("label") for row in ROWS}
        self.texts = {row: label(wrap=True) for row in ROWS}
        self._lay_out()
        for face, signal in (
            *((self.copy, self.copy_wanted), (self.hand_over, self.hand_over_wanted), (self.refuse, self.refusal_wanted)),
            (self.change, self.change_wanted),
        ):
            face.clicked.connect(signal)
        self.case.clicked.connect(lambda: self.request and self.request.case_id and self.case_opened.emit(self.request.case_id))
        self.show_request(None)

    def show_request(self, request: FootageRequest | None) -> None:
        self.request = request
        self.say()

    def say(self) -> None:
        self.copy.setText(self.tr("Enter a copied file…"))
        self.hand_over.setText(self.tr("Hand over…"))
        self.refuse.setText(self.tr("Refuse…"))
        self.change.setText(self.tr("Correct…"))
        self.case.setText(self.tr("Open the case"))
        for row, text in zip(ROWS, self._row_names(), strict=True):
            self._names[row].setText(text)
        request = self.request
        self._body.setVisible(request is not None)
        self.title.setText(request.number if request else self.tr("Choose a request, or enter a new one"))
        if request is not None:
            for row, text in zip(ROWS, self._row_texts(request), strict=True):
                self.texts[row].setText(text)
                self.texts[row].setVisible(bool(text))
                self._names[row].setVisible(bool(text))
        self._allow(request)

    def _allow(self, request: FootageRequest | None) -> None:
        running = request is not None and request.state in OPEN
        self.copy.setVisible(running and self._writes)
        self.change.setVisible(request is not None and request.state is FootageState.ASKED and self._writes)
        self.hand_over.setVisible(request is not None and request.state is FootageState.COPIED and self._decides)
        self.refuse.setVisible(running and self._decides)
        self.case.setVisible(request is not None and bool(request.case_id))

    def _row_names(self) -> tuple[str, ...]:
        return (
            *(self.tr("State"), self.tr("Officer"), self.tr("Unit"), self.tr("Footage of"), self.tr("Cameras"), self.tr("Purpose")),
            *(self.tr("Legal basis"), self.tr("Case"), self.tr("Entered"), self.tr("Settled"), self.tr("Copied")),
        )

    def _row_texts(self, request: FootageRequest) -> tuple[str, ...]:
        badge = f"  {request.badge}" if request.badge else ""
        case = self._hall.cases.get(request.case_id or "")
        since, until = words.local(request.since), words.local(request.until)
        return (
            state_word(request.state),
            f"{request.officer}{badge}",
            request.unit,
            f"{since:%Y-%m-%d %H:%M} – {until:%H:%M}" if since.date() == until.date() else f"{since:%Y-%m-%d %H:%M} – {until:%Y-%m-%d %H:%M}",
            "\n".join(camera_name(self._hall, id) for id in request.cameras),
            request.purpose,
            request.basis,
            case.number if case else request.case_id or "",
            f"{words.local(request.asked_at):%Y-%m-%d %H:%M}  {words.person(request.entered_name)}",
            self._settled(request),
            "\n\n".join(self._copy_text(copy) for copy in request.copies),
        )

    def _settled(self, request: FootageRequest) -> str:
        if request.settled_at is None:
            return ""
        when = f"{words.local(request.settled_at):%Y-%m-%d %H:%M}  {words.person(request.settled_name)}"
        if request.state is FootageState.HANDED_OVER:
            return self.tr("{when}, to {to}").format(when=when, to=request.handed_to)
        return f"{when}  {request.reason}"

    def _copy_text(self, copy: FootageCopy) -> str:
        when = f"{words.local(copy.at):%Y-%m-%d %H:%M:%S}  {words.person(copy.by_name)}"
        return f"{copy.name}  ({copy.size:,} B)\n{camera_name(self._hall, copy.camera_id)}\n{when}\nSHA-256 {copy.sha256[:32]}\n{copy.sha256[32:]}"

    def _lay_out(self) -> None:
        bar = Flow(gap=8)
        for part in (self.copy, self.hand_over, self.refuse, self.change, self.case):
            bar.addWidget(part)
        self._body, rows = QWidget(), QFormLayout()
        rows.setHorizontalSpacing(theme.px(12))
        rows.setVerticalSpacing(theme.px(6))
        rows.setContentsMargins(0, 0, 0, 0)
        for row in ROWS:
            self.texts[row].setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            rows.addRow(self._names[row], self.texts[row])
        self._body.setLayout(rows)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(theme.px(12), theme.px(8), theme.px(12), theme.px(8))
        column.setSpacing(theme.px(8))
        column.addWidget(self.title)
        column.addLayout(bar)
        column.addWidget(self._body)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inner)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)
