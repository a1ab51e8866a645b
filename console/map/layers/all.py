"""All layers of a Hall: one of each, however many maps show them."""

from collections.abc import Collection, Mapping

from PySide6.QtCore import QObject

from console.hall.hall import Hall
from console.map.drawing import Drawing
from console.map.hands.area import Kind, Shown
from console.map.layers.basic import Basic
from console.map.layers.beside import BesideLines
from console.map.layers.cameras import Cameras
from console.map.layers.cases import Cases
from console.map.layers.components import Components
from console.map.layers.coverage import Coverage
from console.map.layers.density import Density
from console.map.layers.geofences import Geofences
from console.map.layers.grids import Grids
from console.map.layers.hauls import Hauls
from console.map.layers.layer import Layer
from console.map.layers.registers import LINES, POINTS, RegisterLines, RegisterPoints
from console.map.layers.scores import ScoredAreas
from console.map.layers.sensors import KINDS, Sensors
from console.map.layers.track import TrackLine
from console.map.layers.units import OVERLAYS, Units
from console.map.layers.whereabouts import WhereaboutsLayer
from wire.codes import GridKind, Noun, RegisterKind, UnitKind

DUTY = frozenset({GridKind.DUTY})
ABOVE = frozenset({GridKind.AREA, GridKind.COMMUNITY, GridKind.STREET, GridKind.DISTRICT})
OF_BASIC = frozenset({"basic", "density", "coverage"})
SELECTED = frozenset({Noun.CASE, Noun.UNIT, Noun.CAMERA, Noun.SENSOR, Noun.COMPONENT})  # by an area: the points
NOT_SELECTED = frozenset({"track"})  # its noun is that of the units


class Layers(QObject):
    """`by_name` are the layers; the track says besides where its playhead is."""

    def __init__(self, hall: Hall) -> None:
        super().__init__(hall)
        self._hall = hall
        self.cases, self.track = Cases(hall, self), TrackLine(hall, self)
        layers: list[Layer] = [self.cases, Units(hall, self), Cameras(hall, self), Sensors(hall, self), Geofences(hall, self)]
        layers += [Grids("grids", DUTY, hall, self), Grids("areas", ABOVE, hall, self), Components(hall, self), self.track, BesideLines(hall, self)]
        layers += [Hauls(hall, self), WhereaboutsLayer(hall, self)]
        layers += [RegisterPoints(name, hall, self) for name in POINTS] + [RegisterLines(name, hall, self) for name in LINES]
        layers += [Basic(hall, self), Density(hall, self.cases, self), Coverage(hall, self), ScoredAreas(hall, self)]
        self.by_name = {layer.name: layer for layer in layers}

    def show(self, overlay: str) -> None:
        """Somebody looks at it: what is fetched only then is fetched now."""
        if kind := POINTS.get(overlay) or LINES.get(overlay):
            self._hall.entries.want(kind)
        if overlay == Components.name:
            self._hall.components.want()
        if overlay in OF_BASIC:
            self._hall.basic.want()
        if overlay == "coverage":
            self._hall.basic.want_coverage()
        if overlay == "scores":
            self._hall.scores.want()

    def shown(self, drawing: Drawing, zoom: float) -> Shown:
        """What is on a map that is drawn like this, and can be selected by an area: what lies in a cluster is on it."""
        overlays = drawing.seen(zoom)
        hidden: dict[Kind, Collection[str | int]] = {POINTS[name]: drawing.hidden.get(name, []) for name in POINTS}
        hidden[Noun.COMPONENT] = drawing.hidden.get(Components.name, [])
        hidden[Noun.SENSOR] = [kind for kind, number in KINDS.items() if number in drawing.hidden.get(Sensors.name, [])]
        return Shown(self._kinds(overlays), overlays["closed"], self._unit_kinds(overlays), hidden, self.cases.lets)

    def _kinds(self, overlays: Mapping[str, bool]) -> list[Noun | RegisterKind]:
        """What is shown as points."""
        units = bool(self._unit_kinds(overlays))
        shown = [name for name in self.by_name if (units if name == Units.name else overlays.get(name))]
        nouns = [noun for name in shown if (noun := self.by_name[name].noun) in SELECTED and name not in NOT_SELECTED]
        return [*nouns, *(POINTS[name] for name in shown if name in POINTS)]

    def _unit_kinds(self, overlays: Mapping[str, bool]) -> list[UnitKind]:
        return [kind for kind, overlay in OVERLAYS.items() if overlays.get(overlay)]

    def of(self, noun: Noun | None, id: str) -> tuple[str, str]:
        """The layer of a thing and its key there; both empty when no layer has it."""
        for name, layer in self.by_name.items():
            if noun is not None and layer.noun == noun and name not in NOT_SELECTED and (key := layer.key_of(id)):
                return name, key
        return "", ""


def layers_of(hall: Hall) -> Layers:
    """The same for every map of a Hall."""
    return hall.findChild(Layers) or Layers(hall)
