"""What the hall knows of the address that a caller says, whatever number he calls from."""

from collections.abc import Collection

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from console.hall.failures import Wanted
from console.hall.hall import Hall
from console.widgets import theme
from console.widgets.fields import LineField
from console.widgets.hotline.call_lines import line_of_call, line_of_case
from console.widgets.lines import HEIGHT, Lines
from console.widgets.missing import Missing
from console.widgets.spoken import Spoken, label
from wire.calls import AtAddress
from wire.cases import Case

PAUSE_MS = 400  # after a letter, before the backend is asked
LONGEST = 300  # letters that the backend takes
SHOWN = 4  # lines before it scrolls


class AddressPart(Spoken):
    """An address, as it is typed or as the caller's last case has it; below, the cases there and the calls about them."""

    wanted = Signal(str)  # an address
    case_opened = Signal(str)
    call_opened = Signal(str)

    def __init__(self, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hall, self._known = hall, frozenset[str]()
        self._found: AtAddress | None = None
        self._proposed = ""
        self.field, self.missing = LineField("address"), Missing(hall, Wanted.ADDRESS, asking=False)
        self.field.edit.setMaxLength(LONGEST)
        self._cases_head, self.cases, self._calls_head, self.calls = label("label"), Lines(), label("label"), Lines()
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        for part in (self.field, self.missing, self._cases_head, self.cases, self._calls_head, self.calls):
            column.addWidget(part)
        self.field.changed.connect(self._pause.start)
        self._pause.timeout.connect(self._ask)
        self.cases.opened.connect(self.case_opened)
        self.cases.chosen.connect(self.case_opened)
        self.calls.opened.connect(self.call_opened)
        self.say()

    @property
    def typed(self) -> str:
        """What somebody has written there himself."""
        said = self.field.value() or ""
        return said if said != self._proposed.strip() else ""

    def begin(self, cases: Collection[Case]) -> None:
        """Of another caller, of whom these cases are known already: where the newest of them is, if nothing was typed."""
        self._known = frozenset(case.id for case in cases)
        newest = max(cases, key=lambda case: case.reported_at, default=None)
        self._proposed = newest.address if newest is not None else ""
        if self.field.value() is None:
            self.field.set(self._proposed)
        self._pause.stop()
        self._found = None  # what was true when another card was here
        self._ask()
        self.say()

    def take(self, found: AtAddress) -> None:
        """Of what stands there now; what comes late is about another address."""
        if found.address == self.field.value():
            self._found = found
            self.say()

    def say(self) -> None:
        found = self._found
        cases = [line_of_case(self._hall, case) for case in found.cases if case.id not in self._known] if found else []
        calls = [line_of_call(self._hall, call) for call in found.calls] if found else []
        for head, lines, text, told in (
            (self._cases_head, self.cases, self.tr("Others' cases at this address"), cases),
            (self._calls_head, self.calls, self.tr("Calls about this address"), calls),
        ):
            head.setText(f"{text}  {len(told)}")
            head.setVisible(bool(told))
            lines.take(told)
            lines.setVisible(bool(told))
            lines.setFixedHeight(theme.px(HEIGHT) * min(len(told), SHOWN))

    def _ask(self) -> None:
        """What stands there is another address than that of what is shown."""
        address = self.field.value()
        self._hall.failures.clear(Wanted.ADDRESS, "")
        if self._found is not None and self._found.address != address:
            self._found = None
            self.say()
        if address and self._found is None:
            self.wanted.emit(address)
