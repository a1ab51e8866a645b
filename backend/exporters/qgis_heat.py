"""The heat of cases in the words of QGIS: its heatmap renderer, whose kernel is that of resources/map/page/heat.js."""

from xml.etree.ElementTree import Element, SubElement

from backend.exporters.looks import PX, opacity

REACH_PX = 48  # of the kernel around each case
COLOURS = ("speed_3", "speed_3", "speed_4", "speed_5")  # from nothing to the full
SEEN, SOONER = 190 / 255, 1.6  # of the full; and the share that is seen like it is so many times less
SHARES = (0.0, 1 / 3, 1 / SOONER, 2 / 3, 1.0)  # where the ramp bends


def heat(palette: dict[str, str]) -> Element:
    """`<renderer-v2>`. The fullest that is in view has the whole colour, as on the map where three cases lie together or more."""
    values = {"type": "heatmapRenderer", "radius": f"{REACH_PX / PX:.3f}", "radius_unit": "0", "max_value": "0", "quality": "2"}
    found = Element("renderer-v2", values | {"weight_expression": "", "forceraster": "0"})
    ramp = SubElement(SubElement(found, "colorramp", {"type": "gradient", "name": "[source]"}), "Option", {"type": "Map"})
    colours = [_colour(palette, share) for share in SHARES]
    stops = ":".join(f"{share:.6f};{colour}" for share, colour in zip(SHARES[1:-1], colours[1:-1], strict=True))
    for name, value in (("color1", colours[0]), ("color2", colours[-1]), ("discrete", "0"), ("rampType", "gradient"), ("stops", stops)):
        SubElement(ramp, "Option", {"name": name, "type": "QString", "value": value})
    return found


def _colour(palette: dict[str, str], share: float) -> str:
    """red,green,blue,alpha."""
    place = share * (len(COLOURS) - 1)
    at = min(int(place), len(COLOURS) - 2)
    low, high = (palette[name] for name in COLOURS[at : at + 2])
    mixed = [int(low[i : i + 2], 16) + (int(high[i : i + 2], 16) - int(low[i : i + 2], 16)) * (place - at) for i in (1, 3, 5)]
    alpha = 255 * SEEN * min(1.0, share * SOONER) * opacity("heat")
    return ",".join(str(round(part)) for part in [*mixed, alpha])
