"""Sensors: how high the newest reading of each stands against its thresholds."""

from collections.abc import Iterable

import numpy as np
from PySide6.QtCore import QObject

from console.hall.hall import Hall
from console.hall.sensors import over, reading
from console.map.columns import Columns
from console.map.layers.layer import Layer
from wire.codes import Noun, SensorKind
from wire.sensors import Sensor

KINDS = {kind: number for number, kind in enumerate(SensorKind)}


def share(sensor: Sensor) -> float:
    """Of its highest threshold, which is three quarters of the column; NaN before the first reading or without thresholds."""
    if sensor.value is None or not sensor.levels or sensor.levels[-1] <= 0:
        return float("nan")
    return 0.75 * sensor.value / sensor.levels[-1]


class Sensors(Layer):
    """`level` 0 to 1 of the column, `over` thresholds reached, `at` in milliseconds since 1970; NaN before the first reading."""

    name, noun = "sensors", Noun.SENSOR

    def __init__(self, hall: Hall, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sensors = hall.sensors
        hall.sensors.changed.connect(self.mark)

    def everything(self) -> Iterable[str]:
        return [sensor.id for sensor in self._sensors]

    def columns(self, ids: list[str]) -> Columns:
        sensors = [sensor for sensor in map(self._sensors.get, ids) if sensor is not None]
        return {
            "ids": [sensor.id for sensor in sensors],
            "name": [sensor.name for sensor in sensors],
            "text": [reading(sensor) for sensor in sensors],
            "lon": np.array([sensor.lon for sensor in sensors]),
            "lat": np.array([sensor.lat for sensor in sensors]),
            "kind": np.array([KINDS[sensor.kind] for sensor in sensors], np.uint8),
            "level": np.array([share(sensor) for sensor in sensors]),
            "over": np.array([over(sensor) for sensor in sensors], np.uint8),
            "at": np.array([np.nan if sensor.at is None else sensor.at.timestamp() * 1000 for sensor in sensors]),
        }
