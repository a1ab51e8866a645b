"""The buttons on a pane whose camera is turned."""

from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QInputDialog, QMenu, QPushButton, QVBoxLayout, QWidget

from console.widgets import ptz_words, theme
from console.widgets.icons import icon
from console.widgets.menus import empty
from console.widgets.ptz_patrols import PatrolMenu
from console.widgets.spoken import Spoken, button
from wire.ptz import LAST_PRESET, Patrol, Preset

MOST_LETTERS = 60  # of the name of a preset


class PtzPad(Spoken):
    held = Signal(int)  # a key of `console.widgets.ptz.TURNS`, pressed by its button
    let_go = Signal(int)
    presets_wanted = Signal()  # the menu is about to be opened: fetch them
    preset_wanted = Signal(int)
    kept = Signal(int, str)  # the view of now: number and name
    dropped = Signal(int)
    view_typed = Signal(int, float)  # where a preset looks: number and azimuth
    patrols_wanted = Signal()  # the menu of patrols is about to be opened
    patrol_ended = Signal()
    taken = Signal()
    released = Signal()
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._presets: list[Preset] = []
        self.keys: dict[Qt.Key, QPushButton] = {}
        frame = QFrame(self)
        frame.setObjectName("pad")
        self._frame = frame
        self._outer = outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)
        self._grid = grid = QGridLayout(frame)
        grid.setContentsMargins(*(theme.px(6),) * 4)
        grid.setSpacing(theme.px(2))
        places = {
            Qt.Key.Key_Up: (0, 1),
            Qt.Key.Key_Left: (1, 0),
            Qt.Key.Key_Right: (1, 2),
            Qt.Key.Key_Down: (2, 1),
            Qt.Key.Key_Plus: (0, 3),
            Qt.Key.Key_Minus: (2, 3),
        }
        for key, place in places.items():
            made = button("quiet", frame)
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            made.setFixedSize(theme.px(30), theme.px(28))
            made.pressed.connect(partial(self.held.emit, int(key)))
            made.released.connect(partial(self.let_go.emit, int(key)))
            grid.addWidget(made, *place)
            self.keys[key] = made
        self.presets, self.patrols, self.take, self.release, self.leave = (button("quiet", frame) for _ in range(5))
        for row, each in enumerate((self.presets, self.patrols, self.take, self.release, self.leave)):
            each.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            grid.addWidget(each, 3 + row, 0, 1, 4)
        self.take.hide()
        self._menu, self.rounds = QMenu(self), PatrolMenu(self)
        self._goes_round, self._viewed = False, 0
        self.presets.clicked.connect(self.presets_wanted)
        self.patrols.clicked.connect(lambda: self.patrol_ended.emit() if self._goes_round else self.patrols_wanted.emit())
        self.take.clicked.connect(self.taken)
        self.release.clicked.connect(self.released)
        self.leave.clicked.connect(self.left)
        self._name = QInputDialog(self)
        self._name.setInputMode(QInputDialog.InputMode.TextInput)
        self._name.textValueSelected.connect(self._keep)
        self._azimuth = QInputDialog(self)
        self._azimuth.setInputMode(QInputDialog.InputMode.DoubleInput)
        self._azimuth.setDoubleRange(0, 360)
        self._azimuth.doubleValueSelected.connect(lambda azimuth: self.view_typed.emit(self._viewed, azimuth))
        self.say()
        self.dress()

    def say(self) -> None:
        names = {
            Qt.Key.Key_Up: self.tr("Up (↑)"),
            Qt.Key.Key_Left: self.tr("Left (←)"),
            Qt.Key.Key_Right: self.tr("Right (→)"),
            Qt.Key.Key_Down: self.tr("Down (↓)"),
            Qt.Key.Key_Plus: self.tr("Nearer (+)"),
            Qt.Key.Key_Minus: self.tr("Farther (-)"),
        }
        for key, name in names.items():
            self.keys[key].setToolTip(name)
            self.keys[key].setAccessibleName(name)
        self.presets.setText(self.tr("Presets (M)"))
        self.presets.setToolTip(self.tr("Ctrl+1 to 9 lead to a preset"))
        self.patrols.setText(self.tr("End the patrol (C)") if self._goes_round else self.tr("Patrols (C)"))
        self.take.setText(self.tr("Take over (G)"))
        self.release.setText(self.tr("Let go (R)"))
        self.leave.setText(self.tr("Done (Esc)"))

    def dress(self) -> None:
        self._frame.setStyleSheet(
            f"#pad {{ background: {theme.colour('pane').name()}; border: 1px solid {theme.colour('line').name()}; border-radius: 4px; }}"
        )
        faces = {Qt.Key.Key_Up: "up", Qt.Key.Key_Left: "left", Qt.Key.Key_Right: "right", Qt.Key.Key_Down: "down"}
        for key, name in faces.items():
            self.keys[key].setIcon(icon(f"chevron-{name}", "text"))
        for key, sign in ((Qt.Key.Key_Plus, "plus"), (Qt.Key.Key_Minus, "minus")):
            self.keys[key].setIcon(icon(sign, "text"))

    def press(self, key: int) -> None:
        """By key, also where the pane is too small for the pad; what cannot be done now is not."""
        chosen = {Qt.Key.Key_M: self.presets, Qt.Key.Key_C: self.patrols, Qt.Key.Key_G: self.take, Qt.Key.Key_R: self.release}[Qt.Key(key)]
        if chosen.isVisibleTo(self):
            chosen.click()

    def set_holder(self, mine: bool, others: bool) -> None:
        """What can be done about who has the camera in hand."""
        if (self.take.isVisibleTo(self), self.release.isVisibleTo(self)) != (others, mine):
            self.take.setVisible(others)
            self.release.setVisible(mine)
            self._grid.activate()
            self._outer.activate()

    def set_round(self, goes_round: bool) -> None:
        """Whether the camera goes round by a patrol."""
        if goes_round != self._goes_round:
            self._goes_round = goes_round
            self.say()

    def show_patrols(self, patrols: list[Patrol], presets: list[Preset]) -> None:
        """Open the menu of them."""
        self.rounds.open_at(self.patrols.mapToGlobal(QPoint(0, 0)), patrols, presets)

    def show_presets(self, presets: list[Preset]) -> None:
        """Open the menu of them."""
        self._presets = presets
        empty(self._menu)
        for preset in presets:
            self._menu.addAction(ptz_words.view(preset)).triggered.connect(partial(self._choose, preset.number))
        self._menu.addSeparator()
        self._menu.addAction(self.tr("Keep this view…")).triggered.connect(self._ask_name)
        if presets:
            looks = self._menu.addMenu(self.tr("Where it looks…"))
            for preset in presets:
                looks.addAction(ptz_words.view(preset)).triggered.connect(partial(self._ask_azimuth, preset))
            forget = self._menu.addMenu(self.tr("Forget"))
            for preset in presets:
                forget.addAction(f"{preset.number}  {preset.name}").triggered.connect(partial(self._drop, preset.number))
        self._menu.popup(self.presets.mapToGlobal(QPoint(0, 0)))

    def free_number(self) -> int:
        """The lowest that no preset has; 0 when there is none."""
        taken = {preset.number for preset in self._presets}
        return next((number for number in range(1, LAST_PRESET + 1) if number not in taken), 0)

    def _choose(self, number: int, _: bool = False) -> None:
        self.preset_wanted.emit(number)

    def _drop(self, number: int, _: bool = False) -> None:
        self.dropped.emit(number)

    def _ask_azimuth(self, preset: Preset, _: bool = False) -> None:
        self._viewed = preset.number
        self._azimuth.setWindowTitle(self.tr("Where it looks"))
        self._azimuth.setLabelText(self.tr("Azimuth of the preset {name}, degrees from north").format(name=preset.name or preset.number))
        self._azimuth.setDoubleValue(preset.azimuth or 0.0)
        self._azimuth.open()

    def _ask_name(self) -> None:
        self._name.setWindowTitle(self.tr("Keep this view"))
        self._name.setLabelText(self.tr("Name of the preset {number}").format(number=self.free_number()))
        self._name.setTextValue(ptz_words.preset(self.free_number()))
        self._name.open()

    def _keep(self, name: str) -> None:
        number = self.free_number()
        if name.strip() and number:
            self.kept.emit(number, name.strip()[:MOST_LETTERS])
