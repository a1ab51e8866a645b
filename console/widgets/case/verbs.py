"""The steps that a card offers: a button for each, with its letter, and a menu of what is done once in a while.

Behind them two questions that anybody may ask.
"""

from collections.abc import Iterator

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from console import words
from console.hall.verb_keys import letters, verb_keys
from console.widgets import keys
from console.widgets.flow import Flow
from console.widgets.spoken import Spoken, button
from wire.cases import Offer
from wire.codes import Status, Verb

# So that the row of buttons stays one.
SELDOM = frozenset(
    {
        *(Verb.ASK_EXTEND, Verb.ASK_SUSPEND, Verb.ASK_RETURN, Verb.ASK_VOID, Verb.ASK_APPEAL, Verb.WITHDRAW),
        *(Verb.SPLIT, Verb.SUPERVISE, Verb.ESCALATE, Verb.LIFT, Verb.REMIND, Verb.LEADER_NOTE, Verb.VOID, Verb.SPECIAL_CLOSE),
    }
)


class Verbs(Spoken):
    """Keys: arrows and Tab go along the buttons, Enter presses one; `press` is told letters."""

    chosen = Signal(object)  # Offer
    sight_wanted = Signal()  # who can see it
    then_wanted = Signal()  # what cameras recorded then
    left = Signal()  # by Esc

    def __init__(self, replay: bool = False, recorded: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._replay, self._recorded = replay, recorded
        self.offers: tuple[Offer, ...] = ()
        self._status: Status | None = None
        self.buttons: dict[Verb, QPushButton] = {}
        self.more: QPushButton | None = None
        self.sight, self.then = button("quiet"), button("quiet")
        self._row = Flow(self, gap=6)
        self.then.setParent(self)  # wherever it is not offered, it has no other owner
        self.then.hide()
        self.sight.clicked.connect(self.sight_wanted)
        self.then.clicked.connect(self.then_wanted)
        keys.bind(self, self._press_chosen, "Return", "Enter")
        keys.bind(self, self.left.emit, "Escape")
        self.say()

    def show_offers(self, offers: tuple[Offer, ...], status: Status | None = None) -> None:
        """What is offered of a case in this status. The focus stays with its step, or goes on to the step forward."""
        if (offers, status) == (self.offers, self._status):
            return
        held = next((verb for verb, made in self.buttons.items() if made.hasFocus()), None)
        inside = held is not None or (self.more is not None and self.more.hasFocus())
        self.offers, self._status = offers, status
        self._build()
        if held is not None and held in self.buttons:
            self.buttons[held].setFocus()
        elif inside:
            self.take_focus()

    def take_focus(self) -> None:
        """To the step forward, else to the first; nothing where nothing is offered."""
        main = next((offer.verb for offer in self.offers if offer.main and offer.verb in self.buttons), None)
        made = self.buttons.get(main) if main is not None else next(iter(self.buttons.values()), self.more)
        if made is not None:
            made.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def holds_focus(self) -> bool:
        return any(made.hasFocus() for made in self._all())

    def press(self, letter: str) -> bool:
        """The first offered step of this letter; false where there is none."""
        verbs = verb_keys().get(letter, ())
        offer = next((offer for verb in verbs for offer in self.offers if offer.verb is verb), None)
        if offer is not None:
            self.chosen.emit(offer)
        return offer is not None

    def say(self) -> None:
        self.sight.setText(self.tr("Who could see it") if self._replay else self.tr("Who can see it"))
        self.then.setText(self.tr("Recording of then"))
        self.then.setToolTip(self.tr("What cameras recorded when it was reported (Ctrl+B)"))
        self._build()

    def _all(self) -> Iterator[QPushButton]:
        yield from self.buttons.values()
        if self.more is not None:
            yield self.more
        yield self.sight
        if self._recorded:
            yield self.then

    def _build(self) -> None:
        while item := self._row.takeAt(0):
            if (widget := item.widget()) not in (None, self.sight, self.then):
                widget.hide()
                widget.deleteLater()
        by_letter = letters(offer.verb for offer in self.offers)
        seldom = [offer for offer in self.offers if offer.verb in SELDOM]
        if len(seldom) == len(self.offers):  # an auditor's: a menu alone would hide all that he does
            seldom = []
        self.buttons = {offer.verb: self._button(offer, by_letter.get(offer.verb, "")) for offer in self.offers if offer not in seldom}
        self.more = self._more(seldom) if seldom else None
        for made in self._all():
            self._row.addWidget(made)
            made.show()  # now, and not in a moment: it may get the focus
        self.updateGeometry()

    def _button(self, offer: Offer, letter: str) -> QPushButton:
        made = button("primary" if offer.main else "")
        made.setText(f"{words.step(offer.verb, self._status)}  {letter}".rstrip())
        made.clicked.connect(lambda: self.chosen.emit(offer))
        return made

    def _more(self, offers: list[Offer]) -> QPushButton:
        made, by_letter = button("quiet"), letters(offer.verb for offer in self.offers)
        made.setText(self.tr("More"))
        menu = QMenu(made)
        for offer in offers:
            action = menu.addAction("\t".join(filter(None, (words.step(offer.verb, self._status), by_letter.get(offer.verb, "")))))
            action.triggered.connect(lambda _=False, offer=offer: self.chosen.emit(offer))
        made.setMenu(menu)
        return made

    def _press_chosen(self) -> None:
        for made in self._all():
            if made.hasFocus():
                made.click()
                return
