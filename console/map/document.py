"""The map page, written once by folium: a map of ours whose scripts come from the console itself, and our layers as folium elements.

After this only batches cross the channel (STYLE, trap 10). Each element's script is a module of `resources/map/page` whose `start(map)`
puts the element on the map; `console/map/layers` feeds it.
"""

import folium
from branca.element import MacroElement
from folium.template import Template

from console.map.scheme import ORIGIN

NPM, PAGE = f"{ORIGIN}/npm", f"{ORIGIN}/page"
MIN_ZOOM, MAX_ZOOM = 3, 19


class HallMap(folium.Map):
    """No tiles, no controls and no animation of its own: without a GPU every animated frame is paid for twice."""

    default_js = [
        ("leaflet", f"{NPM}/leaflet/dist/leaflet.js"),
        ("tiles", f"{NPM}/protomaps-leaflet/dist/protomaps-leaflet.js"),
        ("clusters", f"{NPM}/supercluster/dist/supercluster.min.js"),
        ("geodesic", f"{NPM}/geographiclib-geodesic/geographiclib-geodesic.min.js"),
        ("channel", "qrc:///qtwebchannel/qwebchannel.js"),
    ]
    default_css = [("leaflet_css", f"{NPM}/leaflet/dist/leaflet.css"), ("page_css", f"{PAGE}/page.css"), ("hands_css", f"{PAGE}/hands/hands.css")]

    def __init__(self) -> None:
        super().__init__(
            location=[0, 0],
            tiles=None,
            zoom_start=MIN_ZOOM,
            min_zoom=None,
            zoom_control=False,
            attribution_control=False,
            double_click_zoom=False,
            zoom_animation=False,
            fade_animation=False,
            inertia=False,
            minZoom=MIN_ZOOM,
            maxZoom=MAX_ZOOM,
        )


class PageElement(MacroElement):
    """A module of ours on the map."""

    script = ""
    _template = Template("""
        {% macro script(this, kwargs) %}
            (window.elements ??= []).push(import({{ this.address|tojson }}).then((module) => module.start({{ this._parent.get_name() }})));
        {% endmacro %}
    """)

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = type(self).__name__
        self.address = f"{PAGE}/{self.script}.js"


class BaseMap(PageElement):
    script = "basemap"


class DutyGrids(PageElement):
    script = "grids"


class Areas(PageElement):
    """The areas above the duty grids."""

    script = "areas"


class BasicGrids(PageElement):
    script = "basic"


class Density(PageElement):
    """Cases by basic grids."""

    script = "density"


class Coverage(PageElement):
    """When an inspector was in each basic grid."""

    script = "coverage"


class Scores(PageElement):
    """Areas in the colours of an evaluation."""

    script = "scores"


class Drains(PageElement):
    script = "drains"


class Buildings(PageElement):
    script = "buildings"


class Geofences(PageElement):
    script = "geofences"


class Hauls(PageElement):
    """Sites, tipping grounds and forbidden areas of muck trucks; the approved line and the way of the chosen one."""

    script = "hauls"


class Components(PageElement):
    script = "components"


class GateNumbers(PageElement):
    script = "gates"


class Pois(PageElement):
    """Places that people name."""

    script = "pois"


class StreetEntities(PageElement):
    script = "entities"


class Bicycles(PageElement):
    script = "bicycles"


class FloodPoints(PageElement):
    script = "flood"


class Sensors(PageElement):
    script = "sensors"


class Cameras(PageElement):
    script = "cameras"


class TrackLine(PageElement):
    script = "track"


class Beside(PageElement):
    """Who goes beside the unit whose track is played."""

    script = "beside"


class Whereabouts(PageElement):
    """Who was near a place in a while that is over."""

    script = "whereabouts"


class Cases(PageElement):
    script = "cases"


class Heat(PageElement):
    script = "heat"


class Units(PageElement):
    """What is known of all units; the next three draw them."""

    script = "units"


class Inspectors(PageElement):
    script = "inspectors"


class Trucks(PageElement):
    script = "trucks"


class Vehicles(PageElement):
    script = "vehicles"


class SelectionRing(PageElement):
    script = "selection"


class Sight(PageElement):
    """Who can see a place."""

    script = "sight"


class Pointer(PageElement):
    """Picking, double clicks and tips."""

    script = "pointer"


class Files(PageElement):
    """Files that somebody has laid over the map."""

    script = "files"


class Controls(PageElement):
    script = "controls"


class LayerPanel(PageElement):
    script = "panel"


class Legend(PageElement):
    script = "legend"


class Hands(PageElement):
    """Locks, follows, measures, selects, draws, seeks; with buttons and keys."""

    script = "hands/hands"


class Channel(PageElement):
    """Last: it starts to listen when all the others are there."""

    script = "channel"


ELEMENTS = (
    BaseMap,
    BasicGrids,
    Density,
    Coverage,
    DutyGrids,
    Areas,
    Scores,
    Buildings,
    Drains,
    Geofences,
    Hauls,
    Components,
    GateNumbers,
    Pois,
    StreetEntities,
    Bicycles,
    FloodPoints,
    Sensors,
    Cameras,
    TrackLine,
    Beside,
    Whereabouts,
    Cases,
    Heat,
    Units,
    Trucks,
    Vehicles,
    Inspectors,
    SelectionRing,
    Sight,
    Pointer,
    LayerPanel,
    Files,
    Legend,
    Controls,
    Hands,
    Channel,
)


def build() -> str:
    """The whole page as HTML; nothing in it depends on the data, nothing in it points outside."""
    page = HallMap()
    for element in ELEMENTS:
        element().add_to(page)
    return str(page.get_root().render())
