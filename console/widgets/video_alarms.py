"""Alarms that no pane shows: those for which there is no cell wait in a line below the panes, and the next free cell is theirs; those whose cell is
behind a pane that stands alone are named there too."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from console.hall.hall import Hall
from console.widgets import theme
from console.widgets.spoken import Spoken, hint
from console.widgets.video_paint import ALARM, COLOURS, strip_height

NAMED = 3  # cameras that are named in the line; all of them in its tool-tip


class WaitingAlarms(Spoken):
    """One of each camera, its newest; the first that came is the first that goes. Hidden while nothing waits."""

    def __init__(self, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hall = hall
        self._waiting: dict[str, str] = {}  # text by camera
        self._behind: dict[str, str] = {}  # likewise, of those that have a cell
        self.text = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        hall.cameras.changed.connect(lambda _: self.say())
        self.say()

    def __len__(self) -> int:
        return len(self._waiting)

    def __bool__(self) -> bool:
        return True  # it is a widget, not a list

    def cameras(self) -> list[str]:
        return list(self._waiting)

    def add(self, camera_id: str, text: str) -> None:
        self._waiting[camera_id] = text
        self.say()

    def take(self, camera_id: str = "") -> tuple[str, str] | None:
        """The one of this camera, else the one that has waited longest, as camera and text; it waits no more."""
        camera_id = camera_id or next(iter(self._waiting), "")
        if camera_id not in self._waiting:
            return None
        taken = camera_id, self._waiting.pop(camera_id)
        self.say()
        return taken

    def tell(self, text_of: Callable[[str], str]) -> None:
        """Other texts, where there are any, of the same alarms in the same order."""
        self._waiting = {id: text_of(id) or text for id, text in self._waiting.items()}
        self.say()

    def tell_behind(self, alarms: dict[str, str]) -> None:
        """Texts by camera of those that have a cell which is not seen now."""
        if alarms != self._behind:
            self._behind = alarms
            self.say()

    def say(self) -> None:
        unseen = self._behind | self._waiting
        count, names = len(unseen), [self._name(id) for id in unseen]
        shown = self.tr(", ").join(names[:NAMED]) + (" …" if count > NAMED else "")
        more = self.tr("1 more alarm: {names}") if count == 1 else self.tr("{count} more alarms: {names}")
        self.text = more.replace("{count}", str(count)).replace("{names}", shown) if count else ""
        self.setAccessibleName(self.text)
        self.setToolTip(hint("\n".join(f"{name}  {text}" for name, text in zip(names, unseen.values(), strict=True))))
        self.setVisible(bool(count))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(160), strip_height(theme.font("small")))

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), ALARM.toRgb())
            painter.setFont(theme.font("small", strong=True))
            painter.setPen(COLOURS["text"])
            inside = self.rect().adjusted(8, 0, -8, 0)
            text = painter.fontMetrics().elidedText(self.text, Qt.TextElideMode.ElideRight, inside.width())
            painter.drawText(inside, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)

    def _name(self, camera_id: str) -> str:
        camera = self._hall.cameras.get(camera_id)
        return camera.name if camera else camera_id
