"""Whether a report is urgent: as its class is at first, until somebody decides otherwise."""

from typing import Any

from console import words
from console.hall.hall import Hall
from console.widgets.case.side_fields import TickField
from wire.codes import Kind


class UrgentField(TickField):
    """What a person has ticked or unticked stays so, whichever class comes."""

    def __init__(self, hall: Hall) -> None:
        self._hall, self.by_hand, self._proposes = hall, False, False
        super().__init__("urgent")
        self.box.clicked.connect(self._decide)

    def suit(self, key: tuple[Kind, str] | None) -> None:
        """Propose what this class says."""
        small = self._hall.classes.get(key) if key else None
        self._proposes = small is not None and small.urgent
        if not self.by_hand:
            self.box.setChecked(self._proposes)
        self.say()

    def set(self, ticked: bool) -> None:
        super().set(ticked)
        self._decide()

    def clear(self) -> None:
        self.by_hand = self._proposes = False
        self.box.setChecked(False)
        self.say()

    def content(self) -> object:
        return {"ticked": self.value(), "by_hand": self.by_hand}

    def put_back(self, content: Any) -> None:
        """A draft of before says no more than whether it was ticked."""
        ticked, self.by_hand = (content["ticked"], content["by_hand"]) if isinstance(content, dict) else (content, True)
        self.box.setChecked(bool(ticked))
        self.say()

    def say(self) -> None:
        super().say()
        if self._proposes and not self.by_hand:
            self.box.setText(words.choose(f"{words.field(self.name)}（按小类）", f"{words.field(self.name)}, as its class is"))

    def _decide(self) -> None:
        """Qt tells of the tick before it tells that it was clicked: whoever keeps what stands here hears of it again."""
        self.by_hand = True
        self.say()
        self.changed.emit()
