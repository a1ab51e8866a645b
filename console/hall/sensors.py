"""What the reading of a sensor says. Pure; no Qt."""

from wire.codes import SensorKind
from wire.sensors import Sensor

UNITS = {SensorKind.WATER_LEVEL: "cm", SensorKind.RAIN: "mm", SensorKind.COVER: "°", SensorKind.AIR: "µg/m³", SensorKind.FUME: "mg/m³"}


def over(sensor: Sensor) -> int:
    """How many thresholds its reading has reached."""
    return 0 if sensor.value is None else sum(sensor.value >= level for level in sensor.levels)


def reading(sensor: Sensor) -> str:
    """As people say it: "12.5 cm"; empty before the first."""
    return "" if sensor.value is None else f"{sensor.value:.4g} {UNITS[sensor.kind]}"
