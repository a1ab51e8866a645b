"""A step typed behind a slash in the field of the queue: `/pq 3 bc` dispatches the third row to the department whose initials are bc."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from console import words
from console.hall.commands import Command, parse
from console.hall.verb_keys import verb_keys
from console.widgets import theme
from console.widgets.spoken import Spoken, label
from wire.cases import Case

SIGN = "/"
NAMED = 4  # steps that a word may mean


class CommandLine(Spoken):
    """Says in words what was typed; `enter` asks for it. Nothing is done before what comes of it was looked at."""

    asked = Signal(str, list, str)  # case id, verbs, what the step is given

    def __init__(self, case_at: Callable[[int], Case | None], parent: QWidget | None = None) -> None:
        """`case_at` knows the case of a row, from 1 on; of 0 the chosen one."""
        super().__init__(parent)
        self._case_at, self._typed = case_at, ""
        self.text = label("hint", wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(12), 0, theme.px(8), theme.px(4))
        row.addWidget(self.text)
        self.hide()

    def show_typed(self, typed: str) -> bool:
        """Whether this is a command at all."""
        self._typed = typed
        self.setVisible(typed.startswith(SIGN))
        self.say()
        return typed.startswith(SIGN)

    def enter(self) -> bool:
        """Whether something came of it."""
        command, case = self._command(), self._case()
        if command is None or case is None:
            return False
        self.asked.emit(case.id, command.verbs, command.rest)
        return True

    def say(self) -> None:
        if not self._typed.startswith(SIGN):
            return
        command, case = self._command(), self._case()
        if command is None:
            text = self.tr("A step, a row, and what it is given: /pq 3 bc") if self._typed == SIGN else self.tr("No step is called so")
        elif case is None:
            text = self.tr("There is no such row")
        else:
            steps = words.choose("、", ", ").join(words.of(verb) for verb in command.verbs[:NAMED])
            text = " · ".join(filter(None, (steps, words.number_short(case.number), case.address, command.rest))) + "  ⏎"
        self.text.setText(text)

    def _command(self) -> Command | None:
        known = {verb: words.VERB[verb] for verbs in verb_keys().values() for verb in verbs}
        return parse(self._typed.removeprefix(SIGN), known)

    def _case(self) -> Case | None:
        command = self._command()
        return self._case_at(command.row) if command is not None else None
