"""How the areas of the city stand in an evaluation, as the maps colour them: one figure each, in bands."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from wire.exports import Scored


class Band(NamedTuple):
    """`token` is a colour of the look; `text` says which figures it stands for."""

    token: str
    alpha: float
    text: str


class Standing(NamedTuple):
    """`band` is the place of its band, −1 where there is no figure; `text` the figure in words."""

    band: int
    text: str


class Scores(QObject):
    """Asked for while a map shows them, however many maps do. `of` is by the ids of grids, `title` says which figure of when; `scored` is the same
    figure, as it is asked for in an export."""

    wanted = Signal()
    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.title = ""
        self.bands: Sequence[Band] = ()
        self.of: Mapping[str, Standing] = {}
        self.scored: Scored | None = None

    def want(self) -> None:
        self.wanted.emit()

    def set(self, title: str, bands: Sequence[Band], of: Mapping[str, Standing], scored: Scored | None = None) -> None:
        self.title, self.bands, self.of, self.scored = title, bands, of, scored
        self.changed.emit()
