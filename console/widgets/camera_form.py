"""Corrects the entry of a camera: what it is called, where it stands and looks, and the addresses of its streams."""

import math
from collections.abc import Iterable
from typing import Any

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from console import words
from console.widgets import theme
from console.widgets.address_field import AddressField, veiled
from console.widgets.fields import LineField
from console.widgets.saving_form import SavingForm
from console.widgets.spoken import label
from wire.cameras import Camera, CameraOrder
from wire.problem import Problem

NEEDED = ("name", "code", "lon", "lat")
LIMITS = {"lon": (-180.0, 180.0), "lat": (-90.0, 90.0), "azimuth": (0.0, 360.0), "view_angle": (1.0, 360.0), "reach": (1.0, 100_000.0)}
ADDRESSES = {
    "sub_url": "rtsp://10.0.0.8:554/…",
    "main_url": "rtsp://10.0.0.8:554/…",
    "ptz_url": "onvif://10.0.0.8/PROFILE · wvp://10.0.0.9:18080/DEVICE/CHANNEL",
    "playback_url": "rtsp://10.0.0.9/…?starttime={start}&endtime={end}",
}
ROWS = (("name", "code"), ("lon", "lat"), ("azimuth", "view_angle", "reach"))


class CameraForm(SavingForm):
    """`ask` with a camera. It stays until `accept` or `refuse`."""

    entered = Signal(object, int)  # CameraOrder, the version that it changes

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._camera: Camera | None = None
        self.fields: dict[str, LineField] = {name: LineField(f"camera_{name}", name in NEEDED) for row in ROWS for name in row}
        self.fields |= {name: AddressField(f"camera_{name}") for name in ADDRESSES}
        self.fields["name"].edit.setMaxLength(120)
        self.fields["code"].edit.setMaxLength(64)
        for name, example in ADDRESSES.items():
            self.fields[name].edit.setPlaceholderText(example)
        self.hint = label("hint", wrap=True)
        self._lay_out()

    def checked(self) -> Iterable[LineField]:
        return self.fields.values()

    def ask(self, camera: Camera) -> None:
        self._camera = camera
        self._say()
        for name, field in self.fields.items():
            field.set(_written(getattr(camera, name)))
        self.begin()
        self.fields["name"].setFocus()

    def submit(self) -> None:
        self.clear()
        told: dict[str, Any] = {name: self._read(name) for name in self.fields}
        if self._camera is not None and all(math.isfinite(value) for value in told.values() if isinstance(value, float)):
            camera = self._camera
            self.wait(True)
            self.entered.emit(CameraOrder(id=camera.id, online=camera.online, **told), camera.version)

    def refuse(self, problem: Problem) -> None:
        """At the field that it is about, where it is about one."""
        field = self.fields.get(problem.errors[0].path) if problem.errors else None
        if problem.code == "changed_meanwhile":
            self.wait(False)
            self._compare(msgspec.json.decode(problem.current, type=Camera))
        elif field is not None:
            self.wait(False)
            field.set_error(words.problem(problem))
            field.setFocus()
        else:
            super().refuse(problem)

    # --- inside

    def _compare(self, now: Camera) -> None:
        """Somebody was faster: what is theirs stands below mine, and saving again is meant."""
        for name, field in self.fields.items():
            if (theirs := getattr(now, name)) != getattr(self._camera, name):
                field.set_error(self.tr("Now: {}").format(veiled(_written(theirs)) or "—"))
        self._camera = now
        self.say_wrong(self.tr("Somebody has changed this camera meanwhile; saving again puts yours in the place of theirs"))

    def _read(self, name: str) -> str | float | None:
        """What goes into the order; not a number, where what was typed is wrong and said to be."""
        field = self.fields[name]
        typed = field.value()
        if name in NEEDED and not typed:
            field.set_error(self.tr("Needed"))
            return math.nan
        if name not in LIMITS:
            return typed or ""
        if not typed:
            return None
        low, high = LIMITS[name]
        try:
            number = float(typed)
        except ValueError:
            number = math.nan
        if not low <= number <= high:
            field.set_error(self.tr("A number from {low} to {high}").format(low=f"{low:g}", high=f"{high:,.0f}"))
            return math.nan
        return number

    def _say(self) -> None:
        self.setWindowTitle(self.tr("Entry of a camera"))
        self.hint.setText(self.tr("No names and passwords in addresses: they stand in camera-logins.toml, by host"))
        self.say_buttons()

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(12))
        grid.setVerticalSpacing(theme.px(8))
        for at, row in enumerate(ROWS):
            for column, name in enumerate(row):
                grid.addWidget(self.fields[name], at, column * 6 // len(row), 1, 6 // len(row), Qt.AlignmentFlag.AlignTop)
        whole = QVBoxLayout(self)
        whole.setSpacing(theme.px(8))
        whole.addLayout(grid)
        for part in (*(self.fields[name] for name in ADDRESSES), self.hint, self.wrong, self.buttons):
            whole.addWidget(part)
        self.resize(theme.px(600), theme.px(560))


def _written(value: str | float | None) -> str:
    return "" if value is None else value if isinstance(value, str) else f"{value:.7f}".rstrip("0").rstrip(".")
