"""A line or an outline: typed place by place, or drawn on the map, where it has handles; either shows in the other."""

from PySide6.QtCore import Signal

from console import words
from console.hall.draft import Draft, Shape
from console.widgets.fields import NoteField
from console.widgets.spoken import button, label
from console.widgets.trucks.haul_reading import NotSo, along_m, places, written
from wire.codes import FenceKind

LEAST = {FenceKind.CORRIDOR: 2, FenceKind.POLYGON: 3}
LINES = 4
SHOWN_M = 30.0  # how broad a line is drawn: nothing of the order


class PlacesField(NoteField):
    """`kind` is that of the pen: CORRIDOR for a line, POLYGON for an outline. `map_wanted`: something is to be drawn there."""

    map_wanted = Signal()

    def __init__(self, name: str, draft: Draft, kind: FenceKind) -> None:
        self._draft, self._kind, self._mine = draft, kind, False
        self.read = places(LEAST[kind])
        self.draw, self.extent = button(), label("hint")
        super().__init__(name, required=True, lines=LINES)
        self._column.insertWidget(2, self.extent)
        self._column.insertWidget(3, self.draw)
        self.edit.setPlaceholderText("111.0012, 35.0231\n111.0050, 35.0235\n…")
        self.draw.clicked.connect(self._draw)
        self.changed.connect(self._tell_size)
        draft.changed.connect(self._take)
        self._tell_size()

    def say(self) -> None:
        super().say()
        self.draw.setText(words.choose("在地图上绘制或修改", "Draw or change on the map"))
        self._tell_size()

    def let_go(self) -> None:
        """Nothing is drawn for this field any more."""
        if self._mine:
            self._mine = False
            self._draft.drop()

    # --- inside

    def _draw(self) -> None:
        """What stands there gets handles; where nothing does, one draws."""
        self._mine = True
        try:
            shape = Shape(self._kind, self.read(self.value()), SHOWN_M if self._kind is FenceKind.CORRIDOR else None)
        except NotSo:
            shape = None
        self.map_wanted.emit()
        self._draft.lend(self._kind, shape)

    def _take(self) -> None:
        if not self._draft.lent:
            self._mine = False
        shape = self._draft.shape
        if self._mine and shape is not None and shape.kind is self._kind and (text := written(shape.places)) != self.value():
            self.set(text)

    def _tell_size(self) -> None:
        try:
            found = self.read(self.value())
        except NotSo:
            self.extent.setText(words.choose("每行一个点：经度, 纬度（WGS-84）", "A place on each line: longitude, latitude (WGS-84)"))
            return
        closed = [*found, found[0]] if self._kind is FenceKind.POLYGON else found
        km = f"{along_m(closed) / 1000:.2f}"
        self.extent.setText(words.choose(f"{len(found)} 个点，长 {km} 千米", f"{len(found)} places, {km} km"))
