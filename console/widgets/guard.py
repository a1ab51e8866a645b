"""Says before something is sent that somebody else is at the same case; whoever sends it once more means it."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from console.hall.hall import Hall
from console.widgets.company import warning
from console.widgets.spoken import Spoken, label


class Guard(Spoken):
    def __init__(self, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hall, self._warned = hall, ("", "")  # of which case, of what
        self.text = label(tone="warn", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.text)
        hall.company.changed.connect(self._look)
        self.hide()

    def lets_pass(self, case_id: str) -> bool:
        """False, and a warning, the first time that there is something to be warned of."""
        said = warning(self._hall, case_id)
        passes = not said or self._warned == (case_id, said)
        self._warned = ("", "") if passes else (case_id, said)
        self.say()
        return passes

    def _look(self) -> None:
        """What it warned of is over."""
        case_id, said = self._warned
        if said and warning(self._hall, case_id) != said:
            self.forget()

    def forget(self) -> None:
        self._warned = ("", "")
        self.say()

    def say(self) -> None:
        said = self._warned[1]
        self.text.setText(self.tr("{warning} Press once more to send it all the same.").format(warning=said))
        self.setVisible(bool(said))
