"""Says before something is sent that somebody else is at the same case, or has changed it since the form was opened; who sends it once more
means it."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from console import words
from console.hall.hall import Hall
from console.widgets.case.company import warning
from console.widgets.spoken import Spoken, label
from wire.cases import CaseCard


class Guard(Spoken):
    def __init__(self, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hall, self._warned = hall, ("", "")  # of which case, of what
        self._since: CaseCard | None = None
        self.text = label(tone="warn", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.text)
        hall.company.changed.connect(self._look)
        self.hide()

    def lets_pass(self, case_id: str, since: CaseCard | None = None) -> bool:
        """False, and a warning, the first time that there is something to be warned of. `since`: the case as it was when the form was opened."""
        self._since = since
        said = self._reason(case_id)
        passes = not said or self._warned == (case_id, said)
        self._warned = ("", "") if passes else (case_id, said)
        self.say()
        return passes

    def _look(self) -> None:
        """What it warned of is over."""
        case_id, said = self._warned
        if said and self._reason(case_id) != said:
            self.forget()

    def _reason(self, case_id: str) -> str:
        return " ".join(filter(None, (self._moved(case_id), warning(self._hall, case_id))))

    def _moved(self, case_id: str) -> str:
        """Who has done what meanwhile: an order is never sent on a version that its author was not told of."""
        card, since = self._hall.cards.get(case_id), self._since
        if since is None or card is None or card.version <= since.version:
            return ""
        known = len(since.flow)
        steps = [f"{record.user} {words.of(record.verb)}" + (f"（{record.note}）" if record.note else "") for record in card.flow[known:]]
        said = words.choose("；", "; ").join(steps) or words.choose("案件内容有更新", "the case was changed")
        return words.choose(f"填写期间：{said}。", f"Meanwhile: {said}.")

    def forget(self) -> None:
        self._warned = ("", "")
        self.say()

    def say(self) -> None:
        said = self._warned[1]
        self.text.setText(self.tr("{warning} Press once more to send it all the same.").format(warning=said))
        self.setVisible(bool(said))
