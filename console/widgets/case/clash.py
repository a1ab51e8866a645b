"""Mine beside theirs, when somebody else was faster: one chooses field by field, and what one has written stays until one has done with it."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from console import words
from console.hall.clashes import SHAPE_FIELD, Clash, Difference, Side, choices, differences, news, settle
from console.hall.hall import Hall
from console.widgets import theme
from console.widgets.case.values import value_words
from console.widgets.spoken import Spoken, button, label
from wire.cases import CaseCard
from wire.codes import Verb
from wire.geofences import Geofence, GeofenceOrder


class ClashView(Spoken):
    """The newest clash that `concerns` this place; hidden while there is none."""

    settled = Signal(str, object)  # key of what was refused, the order that goes in its place
    laid_aside = Signal(str)  # key: theirs it is, my text is kept
    dismissed = Signal(str)  # key: done with it
    text_wanted = Signal(str)  # what I had written, into the form

    def __init__(self, hall: Hall, concerns: Callable[[Clash], bool], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("raised")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._hall, self._concerns = hall, concerns
        self._clash: Clash | None = None
        self.chosen: dict[str, Side] = {}
        self.sides: dict[str, dict[Side, QPushButton]] = {}
        self._title, self._happened, self._hint = label(tone="warn", wrap=True), label("body2", wrap=True), label("hint", wrap=True)
        self._text_label, self._text = label("label"), label(wrap=True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.send, self.theirs, self.use, self.drop = button("primary"), button(), button(), button("quiet")
        self._grid_place, self._grid = QVBoxLayout(), QWidget()
        self._groups: list[QButtonGroup] = []
        self._lay_out()
        hall.clashes.changed.connect(self._look)
        hall.cards.changed.connect(self._say_what_is_new)
        self.use.clicked.connect(lambda: self.text_wanted.emit(self._clash.text if self._clash else ""))
        self.send.clicked.connect(self._send)
        self.theirs.clicked.connect(self._give_way)
        self.drop.clicked.connect(lambda: self.dismissed.emit(self._clash.id if self._clash else ""))
        self._look()

    def look(self) -> None:
        """Somewhere else is looked at now."""
        self._look()

    def say(self) -> None:
        clash = self._clash
        self.setVisible(clash is not None)
        if clash is None:
            return
        fence = isinstance(clash.order, GeofenceOrder)
        self._title.setText(self._head(clash, fence))
        self._text_label.setText(self.tr("What you wrote, not sent") if clash.aside else self.tr("What you wrote"))
        self._text.setText(clash.text)
        for text in (self._text_label, self._text):
            text.setVisible(bool(clash.text) and not fence)
        self.send.setText(self.tr("Make it anew") if fence and clash.now is None else self.tr("Send my choice"))
        self.theirs.setText(self.tr("Leave it deleted") if fence and clash.now is None else self.tr("Leave theirs"))
        self.use.setText(self.tr("Use it"))
        self.drop.setText(self.tr("Discard"))
        self._build_grid(clash)
        for part in (self._grid, self._happened, self.send, self.theirs):
            part.setVisible(not clash.aside)
        for kept in (self.use, self.drop):
            kept.setVisible(clash.aside)
        self._say_what_is_new()

    def choose(self, name: str, side: Side) -> None:
        self.chosen[name] = side
        self.sides[name][side].setChecked(True)
        self._judge()

    # What is shown

    def _look(self) -> None:
        mine = [clash for clash in self._hall.clashes if self._concerns(clash)]
        newest = max(mine, key=lambda clash: (not clash.aside, clash.now.version if clash.now else 0), default=None)
        if newest is None or self._clash is None or newest.id != self._clash.id:
            self.chosen = choices(newest) if newest is not None else {}
        self._clash = newest
        self.say()

    def _head(self, clash: Clash, fence: bool) -> str:
        if clash.aside:
            return self.tr("Somebody else was faster; your text is kept")
        if clash.now is None:
            return self.tr("This geofence was deleted meanwhile. Yours is kept.")
        if isinstance(clash.now, Geofence):
            at = words.moment(clash.now.at, self._hall.clock.now()) if clash.now.at else ""
            return self.tr("{who} has changed this geofence meanwhile {at}. Choose field by field.").format(who=clash.now.by, at=at)
        return self.tr("Somebody has changed this case meanwhile: nothing of yours was sent, and nothing is lost.")

    def _say_what_is_new(self) -> None:
        clash = self._clash
        if clash is None or isinstance(clash.order, GeofenceOrder):
            self._happened.hide()
            self._judge()
            return
        records, now = news(clash, self._card()), self._hall.clock.now()
        lines = [
            f"{words.moment(record.at, now)} · {record.user} · {words.of(record.verb)}" + (f"：{record.note}" if record.note else "")
            for record in records
        ]
        self._happened.setText("\n".join(lines))
        self._happened.setVisible(bool(lines) and not clash.aside)
        self._judge()

    def _build_grid(self, clash: Clash) -> None:
        self._grid.hide()
        self._grid.deleteLater()
        self._grid, self.sides, self._groups = QWidget(), {}, []
        grid = QGridLayout(self._grid)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(theme.px(4))
        for column, text in ((1, self.tr("Mine")), (2, self.tr("Theirs"))):
            head = label("label")
            head.setText(text)
            grid.addWidget(head, 0, column)
            grid.setColumnStretch(column, 1)
        rows = differences(clash)
        for row, each in enumerate(rows, start=1):
            name = label("label")
            name.setText(_field(each.name))
            grid.addWidget(name, row, 0)
            self._add_sides(grid, row, each)
        self._grid.setVisible(bool(rows))
        self._grid_place.addWidget(self._grid)

    def _add_sides(self, grid: QGridLayout, row: int, each: Difference) -> None:
        group = QButtonGroup(self._grid)
        self._groups.append(group)
        self.sides[each.name] = {}
        for column, (side, value) in enumerate(((Side.MINE, each.mine), (Side.THEIRS, each.theirs)), start=1):
            part = button("side")
            part.setCheckable(True)
            text = value_words(self._hall, each.name, value)
            part.setText(text)
            part.setToolTip(text)
            part.setAccessibleName(f"{_field(each.name)}: {text}")
            part.setMinimumWidth(1)  # else a long word would widen the whole pane
            part.setChecked(self.chosen.get(each.name) is side)
            part.clicked.connect(lambda _=False, name=each.name, side=side: self.choose(name, side))
            group.addButton(part)
            grid.addWidget(part, row, column)
            self.sides[each.name][side] = part

    def _judge(self) -> None:
        clash = self._clash
        if clash is None or clash.aside:
            self._hint.hide()
            return
        open_fields = [_field(each.name) for each in differences(clash) if each.name not in self.chosen]
        possible = self._is_possible(clash)
        self.send.setEnabled(possible and not open_fields)
        text = ""
        if not possible:
            text = self.tr("This step is not possible now. Leave theirs, and your text stays here to be used in another step.")
        elif open_fields:
            text = self.tr("Both of you have changed: {fields}. Choose.").format(fields=words.choose("、", ", ").join(open_fields))
        self._hint.setText(text)
        self._hint.setVisible(bool(text))

    def _is_possible(self, clash: Clash) -> bool:
        """Whether the backend offers this step on what the case is now."""
        if isinstance(clash.order, GeofenceOrder):
            return True
        card = self._card()
        verb = Verb(str(clash.order.__struct_config__.tag))
        return card is not None and clash.now is not None and card.version >= clash.now.version and verb in [offer.verb for offer in card.offers]

    def _card(self) -> CaseCard | None:
        return self._hall.cards.get(self._clash.subject) if self._clash else None

    # What is wanted

    def _send(self) -> None:
        if self._clash is not None and self.send.isEnabled():
            self.settled.emit(self._clash.id, settle(self._clash, self.chosen))

    def _give_way(self) -> None:
        """A text of mine is kept; where there is none, nothing is left to be kept."""
        clash = self._clash
        if clash is None:
            return
        if clash.text or SHAPE_FIELD in {each.name for each in differences(clash)}:
            self.laid_aside.emit(clash.id)
        else:
            self.dismissed.emit(clash.id)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.px(12),) * 4)
        column.setSpacing(theme.px(6))
        for part in (self._title, self._happened):
            column.addWidget(part)
        column.addLayout(self._grid_place)
        for part in (self._text_label, self._text, self._hint):
            column.addWidget(part)
        row = QHBoxLayout()
        row.addStretch(1)
        for each in (self.drop, self.use, self.theirs, self.send):
            row.addWidget(each)
        column.addLayout(row)


def _field(name: str) -> str:
    """A case has no name; what an order calls so is a geofence's."""
    return words.field("fence_name" if name == "name" else name)
