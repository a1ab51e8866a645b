"""The fields of a report: where it comes from, when it was seen, where it is, which class, which component."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import numpy as np
from PySide6.QtCore import QEvent, QObject, QStringListModel, Qt, QTimer, Signal
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QLineEdit, QListView, QPushButton, QWidget

from console import words
from console.hall.hall import Hall
from console.hall.report_source import HALL_SOURCES
from console.hall.second import metres
from console.widgets import theme
from console.widgets.fields import ChoiceField, Field
from console.widgets.spoken import button, hint
from wire.codes import Kind, Source
from wire.search import Found, Hit, HitKind

NEAR_COMPONENT_M, MOST_COMPONENTS = 40.0, 9
PAUSE_MS = 150  # after a letter, before the backend is asked for what is called so
TIME = re.compile(r"^(?:(?:(\d{4})-)?(\d{1,2})-(\d{1,2})\s+)?(\d{1,2}):?(\d{2})$")
ADDRESSES = (HitKind.GATE, HitKind.POI, HitKind.STREET, HitKind.BUILDING, HitKind.STREET_ENTITY)  # whose name is an address


class Place(NamedTuple):
    """Degrees WGS-84."""

    lon: float
    lat: float


class SourceField(ChoiceField):
    """Offers what comes to the hall by people. What a machine told it is there as soon as a draft begins with it."""

    def __init__(self) -> None:
        self._also: Source | None = None
        super().__init__("source", True)

    def set(self, value: object) -> None:
        self._also = Source(value) if isinstance(value, str) and value not in HALL_SOURCES else None
        self._offer()
        super().set(value)

    def say(self) -> None:
        super().say()
        self._offer()

    def _offer(self) -> None:
        self.fill([(source, words.of(source)) for source in (*HALL_SOURCES, *([self._also] if self._also else []))])


class SeenField(Field):
    """When it was seen, as people say it: 8:30, 0830, 11-20 8:30. Empty: now. It is never after now."""

    def __init__(self, hall: Hall) -> None:
        self._hall, self.edit = hall, QLineEdit()
        super().__init__("at", self.edit)
        self.edit.textChanged.connect(self.changed)

    def say(self) -> None:
        super().say()
        self.edit.setPlaceholderText(self.tr("now, or 8:30, 11-20 8:30"))

    def value(self) -> datetime | None:
        """Aware; none when nothing was typed, or what is no time."""
        return self._read(self.edit.text().strip())

    def typed_wrong(self) -> bool:
        return bool(self.edit.text().strip()) and self.value() is None

    def set(self, text: str) -> None:
        self.edit.setText(text)

    def content(self) -> object:
        return self.edit.text()

    def put_back(self, content: Any) -> None:
        self.edit.setText(str(content))

    def _read(self, text: str) -> datetime | None:
        found = TIME.match(text)
        if found is None:
            return None
        now = words.local(self._hall.clock.now())
        year, month, day, hour, minute = (int(part) if part else None for part in found.groups())
        try:
            at = now.replace(
                year=year or now.year, month=month or now.month, day=day or now.day, hour=hour or 0, minute=minute or 0, second=0, microsecond=0
            )
        except ValueError:
            return None
        if at > now:  # without a day: of yesterday; without a year: of the last one
            at = at.replace(year=now.year - 1) if month and not year else at - timedelta(days=1) if not month else at
        return at.astimezone(UTC) if at <= now else None


class PlaceField(Field):
    """The address and the point. What is typed is looked for: by name, pinyin, initials, code. A point fills the address, never over typed text."""

    sought = Signal(str)  # what was typed, after a pause
    moved = Signal()  # the point is another one, or none
    map_wanted = Signal()

    def __init__(self) -> None:
        self.edit, self.pick, box = QLineEdit(), button("quiet"), QWidget()
        self.pick.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # it has a key
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(4))
        row.addWidget(self.edit, 1)
        row.addWidget(self.pick)
        self.place: Place | None = None
        self.component = ""  # code: a component was chosen by its name or code
        self._hits: list[Hit] = []
        self._unseen = False  # they came while the keys went elsewhere
        self._typed, self._filling = False, False
        super().__init__("place", box, True)
        self.setFocusProxy(self.edit)
        self._label.setBuddy(self.edit)
        self._model, self._pause = QStringListModel(self), QTimer(self, singleShot=True, interval=PAUSE_MS)
        self.found = QCompleter(self._model, self)
        self.found.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.popup = QListView()
        self.popup.setObjectName("completions")
        self.found.setPopup(self.popup)
        self.found.setWidget(self.edit)
        self.found.setMaxVisibleItems(12)
        self._connect()

    def value(self) -> str | None:
        return self.edit.text().strip() or None

    def is_filled(self) -> bool:
        return self.place is not None

    def set_place(self, place: Place, address: str = "") -> None:
        """The pin stands there now."""
        self.place = place
        self.fill(address)
        self.set_error("")
        self.moved.emit()
        self.changed.emit()

    def fill(self, address: str) -> None:
        """What the place is called; what somebody has typed stays."""
        if address and not self._typed:
            self._write(address)

    def clear(self) -> None:
        self.place, self.component, self._typed = None, "", False
        self._write("")
        self.moved.emit()

    def show_found(self, text: str, found: Found) -> None:
        """What is called as `text`, as soon as the keys go here; nothing when something else stands there by now."""
        if text != self.edit.text().strip():
            return
        self._hits = [hit for hit in found.hits if hit.lon is not None]
        self._model.setStringList([_line(hit) for hit in self._hits])
        self._unseen = True
        self._offer()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._unseen and event.type() == QEvent.Type.FocusIn:
            QTimer.singleShot(0, self, self._offer)
        return super().eventFilter(watched, event)

    def _offer(self) -> None:
        if not self._unseen or not self.edit.hasFocus():
            return
        self._unseen = False
        if self._hits:
            self.found.complete()
            self.popup.setCurrentIndex(self._model.index(0, 0))  # Enter takes the best
        else:
            self.popup.hide()

    def look_for(self, text: str) -> None:
        """As if somebody had typed it."""
        self.edit.setText(text)

    def choose(self, row: int) -> None:
        """One of what was found."""
        hit = self._hits[row]
        if hit.lon is None or hit.lat is None:
            return
        self.component = hit.id if hit.kind is HitKind.COMPONENT else ""
        self._typed = False
        self._write(hit.title if hit.kind in ADDRESSES else "")
        self.set_place(Place(hit.lon, hit.lat))
        self._typed = hit.kind in ADDRESSES  # it was said, and is not to be told otherwise by the map

    def say(self) -> None:
        super().say()
        self.edit.setPlaceholderText(self.tr("address, gate, place, component; pinyin or initials"))
        self.pick.setText(self.tr("Map") + "  Ctrl+M")
        self.pick.setToolTip(self.tr("Point at the place on the map"))

    def content(self) -> object:
        return {"text": self.edit.text(), "place": self.place, "component": self.component, "typed": self._typed}

    def put_back(self, content: Any) -> None:
        self._write(str(content["text"]))
        self._typed, self.component = bool(content["typed"]), str(content["component"])
        self.place = Place(*content["place"]) if content["place"] else None
        self.moved.emit()
        self.changed.emit()

    def _write(self, text: str) -> None:
        self._filling = True
        self.edit.setText(text)
        self.edit.setCursorPosition(0)
        self._filling = False
        self._pause.stop()

    def _edited(self) -> None:
        self._unseen = False
        if not self._filling:
            self._typed = bool(self.edit.text())
            self._pause.start()
        self.changed.emit()

    def _seek(self) -> None:
        if text := self.edit.text().strip():
            self.sought.emit(text)
        else:
            self.popup.hide()

    def _connect(self) -> None:
        self.edit.installEventFilter(self)
        self.edit.textChanged.connect(self._edited)
        self._pause.timeout.connect(self._seek)
        self.pick.clicked.connect(self.map_wanted)
        self.found.activated.connect(lambda _: self.choose(max(self.popup.currentIndex().row(), 0)))


class AnyClassField(ChoiceField):
    """The small classes of both kinds; the value is kind and code. `by_hand`: somebody has chosen, and no suggestion replaces that."""

    def __init__(self, hall: Hall) -> None:
        super().__init__("class_code", True)
        self._hall, self.by_hand, self._suggesting = hall, False, False
        hall.catalogue_changed.connect(self.refill)
        self.changed.connect(self._note_hand)
        self.refill()

    def refill(self) -> None:
        classes = self._hall.classes.items()
        self.fill([((kind, code), f"{code}  {words.class_name(small)} · {words.of(small.kind)}") for (kind, code), small in classes])

    def say(self) -> None:
        super().say()
        if hasattr(self, "_hall"):
            self.refill()

    def suggest(self, kind: Kind, code: str) -> None:
        """Fill it in, unless somebody has."""
        if not self.by_hand:
            self._suggesting = True
            self.set((kind, code))
            self._suggesting = False

    def withdraw(self) -> None:
        """No suggestion any more."""
        if not self.by_hand:
            self._suggesting = True
            self.choice.setEditText("")
            self._suggesting = False

    def choose(self, kind: Kind, code: str) -> None:
        self.set((kind, code))
        self.by_hand = True

    def key(self) -> tuple[Kind, str] | None:
        value = self.value()
        return value if isinstance(value, tuple) else None

    def content(self) -> object:
        return {"text": self.choice.currentText(), "key": self.key(), "by_hand": self.by_hand}

    def put_back(self, content: Any) -> None:
        self._suggesting = True
        if content["key"]:
            kind, code = content["key"]
            self.set((Kind(kind), code))
        else:
            self.choice.setEditText(str(content["text"]))
        self._suggesting, self.by_hand = False, bool(content["by_hand"])

    def _note_hand(self) -> None:
        if not self._suggesting:
            self.by_hand = bool(self.choice.currentText().strip())


class ComponentField(ChoiceField):
    """The components near the place, the nearest first; the value is the code."""

    def __init__(self, hall: Hall) -> None:
        super().__init__("component_code")
        self._hall, self._wanted = hall, ""
        self._place: Place | None = None
        hall.components.changed.connect(self._look_again)

    def suit(self, place: Place | None, wanted: str = "") -> None:
        """`wanted`: one that is to be offered, and chosen, whatever its distance."""
        self._place, self._wanted = place, wanted
        if place:
            self._hall.components.want()
        near = _near(self._hall, place) if place else []
        named = {code: f"{away:.0f} m · {self._name(code)}" for away, code in near}
        if wanted and wanted not in named:
            named = {wanted: self._name(wanted)} | named
        kept = self.value()
        self.fill(list(named.items()))
        self.set(wanted or (kept if kept in named else None))

    def _look_again(self) -> None:
        """Others are here now; what is chosen stays chosen."""
        if self._place:
            self.suit(self._place, self._wanted if self.value() == self._wanted else "")

    def _name(self, code: str) -> str:
        component = self._hall.components.get(code)
        if component is None:
            return code
        small = self._hall.classes.get((Kind.COMPONENT, component.class_code))
        return f"{words.class_name(small, component.class_code)} {component.name} {code}".replace("  ", " ")


def key_button(text: str, key: str, tip: str) -> QPushButton:
    """A small answer to be pressed, with its key."""
    made = button("tab")
    made.setText(f"{text}  {key}")
    made.setToolTip(hint(tip))
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return made


def _line(hit: Hit) -> str:
    away = f"{hit.away_m:,.0f} m" if hit.away_m is not None else ""
    return " · ".join(part for part in (hit.title, hit.detail, away) if part)


def _near(hall: Hall, place: Place) -> list[tuple[float, str]]:
    """Distance and code of the components around a place, from the columns of the Hall: no question to the backend."""
    table = hall.components.table
    if table is None or not table.num_rows:
        return []
    lon, lat = table.column("lon").to_numpy(), table.column("lat").to_numpy()
    north = NEAR_COMPONENT_M / 111_320
    east = north / max(float(np.cos(np.radians(place.lat))), 0.01)
    inside = np.flatnonzero((abs(lon - place.lon) <= east) & (abs(lat - place.lat) <= north))
    ids: Iterable[tuple[float, str]] = (
        (metres(place.lon, place.lat, float(lon[row]), float(lat[row])), str(table.column("id")[int(row)].as_py())) for row in inside
    )
    return sorted(pair for pair in ids if pair[0] <= NEAR_COMPONENT_M)[:MOST_COMPONENTS]
