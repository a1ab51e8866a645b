"""Small pictures of cases, fetched when somebody sees that they are missing: first the card that names the photo, then the photo."""

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPixmap

from console.hall.hall import Hall
from console.widgets.case.photos import decode

SIZE = QSize(320, 200)
MOST = 240  # of 256 kB each, the last ones that were looked at: more than a table shows, and no day's findings


class Thumbs(QObject):
    card_wanted = Signal(str)
    photo_wanted = Signal(str)
    arrived = Signal(str)  # case id

    def __init__(self, hall: Hall, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hall = hall
        self._pictures: dict[str, QPixmap] = {}  # by case id; a null one where there is nothing to be seen
        self._asked: set[str] = set()  # for the card of these
        self._cases: dict[str, set[str]] = {}  # by the id of the photo that was asked for; some share one
        hall.cards.changed.connect(self._take_cards)
        hall.photos.arrived.connect(self._take_photo)

    def of(self, case_id: str) -> QPixmap | None:
        """None while it is not here; it is asked for then."""
        if case_id not in self._pictures and case_id not in self._asked:
            self._asked.add(case_id)
            if case_id in self._hall.cards:
                self._take_cards(frozenset({case_id}))
            else:
                self.card_wanted.emit(case_id)
        picture = self._pictures.pop(case_id, None)
        if picture is not None:
            self._pictures[case_id] = picture  # at the end: it was looked at last
        return picture

    def _take_cards(self, ids: frozenset[str]) -> None:
        for id in self._asked & ids - self._pictures.keys():
            card = self._hall.cards.get(id)
            if card is None:
                continue
            if not card.photos:
                self._keep(id, QPixmap())
            else:
                self._cases.setdefault(card.photos[0].id, set()).add(id)
                self.photo_wanted.emit(card.photos[0].id)

    def _take_photo(self, photo_id: str, image: bytes) -> None:
        case_ids = self._cases.pop(photo_id, set())
        if case_ids:
            picture = QPixmap.fromImage(_small(image)) if image else QPixmap()
            for id in case_ids:
                self._keep(id, picture)

    def _keep(self, case_id: str, picture: QPixmap) -> None:
        self._pictures[case_id] = picture
        if len(self._pictures) > MOST:
            oldest = next(iter(self._pictures))
            del self._pictures[oldest]
            self._asked.discard(oldest)
        self.arrived.emit(case_id)


def _small(image: bytes) -> QImage:
    picture = decode(image)
    if picture.isNull():
        return picture
    return picture.scaled(SIZE, Qt.AspectRatioMode.KeepAspectRatioByExpanding, Qt.TransformationMode.SmoothTransformation)
