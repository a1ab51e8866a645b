"""Cameras: where they stand and where they look."""

from collections.abc import Iterable

import numpy as np
from PySide6.QtCore import QObject

from console.hall.hall import Hall
from console.map.columns import Columns
from console.map.layers.layer import Layer
from wire.codes import Noun

ONLINE = {None: 0, False: 1, True: 2}


class Cameras(Layer):
    """`azimuth`, `angle` in degrees, `reach` in metres, NaN where nobody measured; `online` 0 unknown, 1 no, 2 yes."""

    name, noun = "cameras", Noun.CAMERA

    def __init__(self, hall: Hall, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cameras = hall.cameras
        hall.cameras.changed.connect(self.mark)

    def everything(self) -> Iterable[str]:
        return [camera.id for camera in self._cameras]

    def columns(self, ids: list[str]) -> Columns:
        cameras = [camera for camera in map(self._cameras.get, ids) if camera is not None]
        return {
            "ids": [camera.id for camera in cameras],
            "name": [camera.name for camera in cameras],
            "lon": np.array([camera.lon for camera in cameras]),
            "lat": np.array([camera.lat for camera in cameras]),
            "azimuth": np.array([np.nan if camera.azimuth is None else camera.azimuth for camera in cameras]),
            "angle": np.array([np.nan if camera.view_angle is None else camera.view_angle for camera in cameras]),
            "reach": np.array([np.nan if camera.reach is None else camera.reach for camera in cameras]),
            "online": np.array([ONLINE[camera.online] for camera in cameras], np.uint8),
        }
