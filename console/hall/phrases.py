"""The common phrases that this user may put into fields."""

from PySide6.QtCore import QObject, Signal

from wire.codes import Verb
from wire.phrases import Phrase


class Phrases(QObject):
    """`wanted`: somebody looks at them, and they may have changed since."""

    changed = Signal()
    wanted = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.all: list[Phrase] = []

    def set(self, phrases: list[Phrase]) -> None:
        if phrases != self.all:
            self.all = phrases
            self.changed.emit()

    def of(self, field: str, verb: Verb | None = None) -> list[Phrase]:
        """For one field of one step, in their order."""
        return [phrase for phrase in self.all if phrase.field == field and phrase.verb in (None, verb)]

    def typed(self, short: str, field: str, verb: Verb | None = None) -> Phrase | None:
        return next((phrase for phrase in self.of(field, verb) if phrase.short == short), None)
