"""Who else is at the chosen case, who has it in hand, and how it changes hands. Nothing at all while one is alone with a case that is free."""

from datetime import timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from console import words
from console.hall.hall import Hall
from console.hall.link import LinkState
from console.widgets import keys, theme
from console.widgets.spoken import Spoken, button, label
from wire.codes import Noun
from wire.presence import Claim, Presence
from wire.problem import Problem

UNKNOWN = (LinkState.LOST, LinkState.REFUSED)


def warning(hall: Hall, case_id: str) -> str:
    """Why one should look up before sending something about this case; nothing when nobody is in the way."""
    claim = hall.company.held_by_another(case_id)
    writing = [each.full_name for each in hall.company.others_at(Noun.CASE, case_id) if each.field and each.user != hall.me.name]
    if claim is not None:
        return words.choose(f"{claim.full_name}正在办理此案件。", f"{claim.full_name} has this case in hand.")
    if writing:
        names = words.choose("、", ", ").join(dict.fromkeys(writing))
        return words.choose(f"{names}也在填写此案件。", f"{names} is writing on this case too.")
    return ""


class CompanyStrip(Spoken):
    """Follows a case; what is wanted goes out by signals, what was refused comes back by `tell_refused`."""

    claim_wanted = Signal(str, str)  # case id, reason
    release_wanted = Signal(str)  # case id

    def __init__(self, hall: Hall, asks: bool = True, parent: QWidget | None = None) -> None:
        """`asks`: whether one is asked here for what one has in hand; of several places one is enough."""
        super().__init__(parent)
        self._asks = asks
        self._hall, self._company, self._id = hall, hall.company, ""
        self.holder, self.others = label("body2"), label("hint", wrap=True)
        self.asked, self.refused = label(tone="warn", wrap=True), label("error", wrap=True)
        self.take, self.release, self.keep, self.give = button("quiet"), button("quiet"), button("primary"), button()
        self.reason, self.send, self.cancel = QLineEdit(), button("primary"), button("quiet")
        self._reasons, self._answers = QWidget(), QWidget()
        self._asked_for = ""  # the case that somebody wants of me
        self._lay_out()
        self._connect()
        self.say()

    def follow(self, case_id: str) -> None:
        if case_id != self._id:
            self._id = case_id
            self._close_reason()
            self.tell_refused(case_id, None)
            self._show()

    def take_or_release(self) -> None:
        """What can be done with the case that is followed."""
        for part in (self.take, self.release):
            if part.isVisibleTo(self):
                part.click()
                return

    def tell_refused(self, case_id: str, problem: Problem | None) -> None:
        if case_id == self._id:
            self.refused.setText(words.problem(problem) if problem else "")
            self.refused.setVisible(problem is not None)

    def say(self) -> None:
        for part, text in (
            (self.release, self.tr("Let go") + self._cap("F6")),
            (self.keep, self.tr("Keep it") + self._cap("F7")),
            (self.give, self.tr("Hand over") + self._cap("⇧F7")),
            (self.cancel, self.tr("Cancel")),
        ):
            part.setText(text)
        self.reason.setPlaceholderText(self.tr("Why you take it over"))
        self.reason.setAccessibleName(self.tr("Why you take it over"))
        self._show()

    # What is shown

    def _show(self) -> None:
        claim, there = self._company.claim_of(self._id), self._id in self._hall.cases and not self._hall.replay
        known = self._company.known and self._hall.link.state not in UNKNOWN
        self.holder.setText(self._holder(claim, known))
        theme.set_property(self.holder, "tone", self._tone(claim, known))
        mine = claim is not None and self._company.is_mine(claim)
        self.take.setText(self._take_words(claim))
        self.take.setVisible(there and known and not mine and not self._is_asking(claim) and self._reasons.isHidden())
        self.release.setVisible(there and known and mine)
        self.others.setText(self._others() if known else "")
        self.others.setVisible(bool(self.others.text()))
        self._show_asked(known)
        of_hall = self._hall.me.office is None  # offices are told nothing of who is where
        self.setVisible((there and of_hall) or bool(self._asked_for))

    def _holder(self, claim: Claim | None, known: bool) -> str:
        if not known:
            return self.tr("Who else is at this case is not known now")
        if claim is None:
            return self.tr("Nobody has this case in hand")
        now, name = self._hall.clock.now(), claim.full_name
        since = words.span((now - claim.at).total_seconds())
        if self._company.is_mine(claim):
            return self.tr("You have this case in hand · {since}").format(since=since)
        if self._is_asking(claim):
            return self.tr("{name} has it in hand · asked, yours in {left} s").format(name=name, left=self._left(claim))
        if not claim.live:
            return self.tr("{name} had it in hand, and is gone").format(name=name)
        return self.tr("{name} has it in hand · {since}").format(name=name, since=since)

    def _tone(self, claim: Claim | None, known: bool) -> str:
        if claim is None or not known or not claim.live:
            return "quiet"
        return "ok" if self._company.is_mine(claim) else "warn"

    def _take_words(self, claim: Claim | None) -> str:
        return (self.tr("Take in hand") if claim is None or not claim.live else self.tr("Take over…")) + self._cap("F6")

    def _cap(self, key: str) -> str:
        """Its key, where one is asked."""
        return f"  {key}" if self._asks else ""

    def _others(self) -> str:
        return "\n".join(self._other(each) for each in self._company.others_at(Noun.CASE, self._id))

    def _other(self, each: Presence) -> str:
        name = self.tr("You, at another console") if each.user == self._hall.me.name else each.full_name
        if each.field:
            return self.tr("{name} is writing: {field}").format(name=name, field=words.field(each.field))
        return self.tr("{name} is looking").format(name=name)

    def _show_asked(self, known: bool) -> None:
        """Somebody wants a case of mine, wherever I am now."""
        asked = next(iter(self._company.asked_of_me()), None) if known and self._asks else None
        self._asked_for = asked.case_id if asked else ""
        if asked is not None:
            case = self._hall.cases.get(asked.case_id)
            number = words.number_short(case.number) if case else asked.case_id
            text = self.tr('{name} wants to take over {number}: "{reason}". It is theirs in {left} s unless you keep it.')
            self.asked.setText(text.format(name=asked.asked_by_name, number=number, reason=asked.reason, left=self._left(asked)))
        for part in (self.asked, self._answers):
            part.setVisible(asked is not None)

    def _is_asking(self, claim: Claim | None) -> bool:
        return claim is not None and claim.asked_by == self._hall.me.name

    def _left(self, claim: Claim) -> int:
        rules = self._company.rules
        if claim.asked_at is None or rules is None:
            return 0
        return max(round((claim.asked_at + timedelta(seconds=rules.grace_s) - self._hall.clock.now()).total_seconds()), 0)

    def _changed(self, ids: frozenset[str]) -> None:
        if self._company.held_by_another(self._id) is None and not self._reasons.isHidden():
            self._close_reason()
        elif not ids or self._id in ids or self._asked_for or self._company.asked_of_me():
            self._show()

    def _tick(self) -> None:
        if self._id or self._asked_for:
            self._show()

    # What is wanted

    def _take(self) -> None:
        if self._company.held_by_another(self._id) is None:
            self.claim_wanted.emit(self._id, "")
            return
        self._reasons.show()
        self.send.setText(self.tr("Take over") if self._company.supervises() else self.tr("Ask for it"))
        self.reason.setFocus()
        self._show()

    def _send_reason(self) -> None:
        reason = self.reason.text().strip()
        self.refused.setVisible(not reason)
        if not reason:
            self.refused.setText(self.tr("Taking a case over needs a reason"))
            self.reason.setFocus()
            return
        self._close_reason()
        self.claim_wanted.emit(self._id, reason)

    def _close_reason(self) -> None:
        self.reason.clear()
        self._reasons.hide()
        self.refused.hide()
        self._show()

    def _connect(self) -> None:
        hall = self._hall
        self._company.changed.connect(self._changed)
        hall.link.changed.connect(self._show)
        hall.clock.ticked.connect(self._tick)
        self.take.clicked.connect(self._take)
        self.release.clicked.connect(lambda: self.release_wanted.emit(self._id))
        self.keep.clicked.connect(lambda: self.claim_wanted.emit(self._asked_for, ""))
        self.give.clicked.connect(lambda: self.release_wanted.emit(self._asked_for))
        self.send.clicked.connect(self._send_reason)
        self.reason.returnPressed.connect(self._send_reason)
        self.cancel.clicked.connect(self._close_reason)
        keys.bind(self._reasons, self._close_reason, "Escape")

    def _lay_out(self) -> None:
        self.reason.setMaxLength(500)
        self._reasons.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        column.addLayout(_row(self.holder, None, self.take, self.release))
        self._reasons.setLayout(_row(self.reason, self.cancel, self.send))
        self._answers.setLayout(_row(None, self.give, self.keep))
        for part in (self._reasons, self.refused, self.others, self.asked, self._answers):
            column.addWidget(part)
        self.refused.hide()
        self.holder.setMinimumWidth(0)
        self.holder.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)


def _row(*parts: QWidget | None) -> QHBoxLayout:
    """None is where it stretches."""
    row = QHBoxLayout()
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.px(6))
    for part in parts:
        if part is None:
            row.addStretch(1)
        else:
            row.addWidget(part, int(isinstance(part, QLineEdit)))
    return row
