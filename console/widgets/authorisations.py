"""Lending one's post: to whom, which roles, from when until when; and what is lent now."""

import uuid
from datetime import datetime, timedelta

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from console import words
from console.hall.hall import Hall
from console.widgets import keys, theme
from console.widgets.case.side_fields import MomentField
from console.widgets.fields import ChoiceField, LineField
from console.widgets.flow import Flow
from console.widgets.lines import Line, Lines
from console.widgets.side_by_side import by_two
from console.widgets.spoken import Spoken, button, label
from wire.authorisations import Authorisation, AuthorisationOrder, Authorisations
from wire.codes import Role
from wire.problem import Problem

NEVER_LENT = frozenset({Role.ADMIN, Role.INSPECTOR, Role.DEVICE, Role.GATEWAY, Role.TELEPHONE})
SHIFT = timedelta(hours=8)


class AuthorisationsPane(Spoken):
    wanted = Signal()  # what there is
    given = Signal(object)  # AuthorisationOrder
    revoked = Signal(str)  # id
    told = Signal(str, str, int)

    def __init__(self, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sheet")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._hall = hall
        self._shown: Authorisations | None = None
        now = hall.clock.now()
        self.substitute = ChoiceField("substitute", True)
        self.roles = {role: QCheckBox() for role in hall.me.roles if role not in NEVER_LENT and role not in hall.me.lent}
        self.from_at, self.to_at, self.note = MomentField("from_at", now, True), MomentField("to_at", now, True), LineField("note")
        self.from_at.set(now)
        self.to_at.set(now + SHIFT)
        self.give, self.revoke, self.lines = button("primary"), button(), Lines()
        self._roles, self._said, self._list = label("label"), label(wrap=True), label("label")
        self._lay_out()
        self.give.clicked.connect(self.submit)
        self.revoke.clicked.connect(self._revoke)
        self.lines.chosen.connect(self._judge)
        keys.bind(self, self.submit, "Ctrl+Return", "Ctrl+Enter")
        for box in self.roles.values():
            box.setChecked(True)
        self.say()

    def tell(self) -> None:
        running = [each for each in self._shown.given if self._state(each) == 1] if self._shown else []
        self.told.emit("", str(len(running)), -1)  # where none is lent there is the form for the first

    def show_all(self, shown: Authorisations) -> None:
        self._shown = shown
        self.substitute.fill([(each.name, f"{each.full_name} · {each.name}") for each in shown.colleagues])
        self._fill()

    def submit(self) -> None:
        """Says under the field what is missing."""
        chosen = [role for role, box in self.roles.items() if box.isChecked()]
        missing = self.tr("Needed: please fill this in")
        self.substitute.set_error("" if self.substitute.is_filled() else missing)
        if not self.substitute.is_filled() or not chosen:
            self._say_refused(self.tr("Choose at least one role.") if not chosen else "")
            return
        fields = {"id": uuid.uuid4().hex, "substitute": self.substitute.value(), "roles": chosen, "note": self.note.value() or ""}
        times = {"from_at": self.from_at.value(), "to_at": self.to_at.value()}
        self.given.emit(msgspec.convert(fields | times, AuthorisationOrder))

    def tell_done(self, done: Authorisation) -> None:
        ended = done.revoked_at is not None
        self._said.setText((self.tr("Taken back from {name}.") if ended else self.tr("Lent to {name}.")).format(name=done.substitute_name))
        theme.set_property(self._said, "tone", "ok")
        self.wanted.emit()

    def refuse(self, problem: Problem) -> None:
        self._say_refused(words.problem(problem))

    def say(self) -> None:
        self.give.setText(self.tr("Lend") + "  Ctrl+⏎")
        self.revoke.setText(self.tr("Take back"))
        self._roles.setText(self.tr("Roles that are lent"))
        self._list.setText(self.tr("Lent and borrowed"))
        for role, box in self.roles.items():
            box.setText(words.of(role))
        self._fill()

    def _say_refused(self, text: str) -> None:
        self._said.setText(text)
        theme.set_property(self._said, "tone", "danger")

    def _fill(self) -> None:
        given = sorted(self._shown.given, key=lambda each: (-self._state(each), each.to_at)) if self._shown else []
        self.lines.take([self._line(each) for each in given])
        self._judge()
        self.tell()

    def _line(self, each: Authorisation) -> Line:
        now = self._hall.clock.now()
        roles = words.choose("、", ", ").join(words.of(role) for role in each.roles)
        states = (self.tr("ended"), self.tr("in force"), self.tr("to come"))
        span = f"{words.moment(each.from_at, now)} – {words.moment(each.to_at, now)}"
        below = " · ".join(part for part in (roles, span, each.note) if part)
        state = self._state(each)
        return Line(each.id, f"{each.holder_name} → {each.substitute_name}", below, states[state], "text" if state else "text_3", below)

    def _state(self, each: Authorisation) -> int:
        """0 ended, 1 in force, 2 to come."""
        now: datetime = self._hall.clock.now()
        if each.revoked_at is not None or now >= each.to_at:
            return 0
        return 1 if now >= each.from_at else 2

    def _judge(self, *_: object) -> None:
        current = self.lines.current()
        self.revoke.setEnabled(any(each.id == current and self._state(each) for each in (self._shown.given if self._shown else [])))

    def _revoke(self) -> None:
        if id := self.lines.current():
            self.revoked.emit(id)

    def _lay_out(self) -> None:
        column, roles, buttons = QVBoxLayout(self), QWidget(), QHBoxLayout()
        ticks = Flow(roles, gap=8)
        column.setContentsMargins(*(theme.px(12),) * 4)
        column.setSpacing(theme.px(8))
        for box in self.roles.values():
            ticks.addWidget(box)
        buttons.addWidget(self._said, 1)
        buttons.addWidget(self.give)
        column.addWidget(self.substitute)
        column.addWidget(self._roles)
        column.addWidget(roles)
        column.addWidget(by_two(self.from_at, self.to_at))
        column.addWidget(self.note)
        column.addLayout(buttons)
        column.addWidget(self._list)
        column.addWidget(self.lines, 1)
        column.addWidget(self.revoke, 0, Qt.AlignmentFlag.AlignRight)
