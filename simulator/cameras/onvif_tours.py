"""Preset tours of the ONVIF device: GetPresetTours, CreatePresetTour, ModifyPresetTour, RemovePresetTour, OperatePresetTour."""

import re
from collections.abc import Callable
from xml.sax.saxutils import escape

from simulator.cameras.mount import Mount, Round
from simulator.cameras.onvif_words import NAMES, Element, Fault, known, known_tour, token_of, told

DURATION = re.compile(r"PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?")
USUAL_S = 10.0  # at a spot that says nothing
MOST_SPOTS = 16  # of a tour


def _tours(mount: Mount, _: Element) -> str:
    return "".join(f"<tptz:PresetTour {_tour(mount, number, mount.patrols[number])}</tptz:PresetTour>" for number in told(mount, mount.patrols))


def _tour(mount: Mount, number: int, patrol: Round) -> str:
    state = "Touring" if mount.patrol == number else "Idle"
    spots = "".join(
        f"<tt:TourSpot><tt:PresetDetail><tt:PresetToken>{token_of(mount, preset)}</tt:PresetToken></tt:PresetDetail>"
        f"<tt:StayTime>PT{patrol.dwell_s:g}S</tt:StayTime></tt:TourSpot>"
        for preset in patrol.presets
    )
    head = f"<tt:Name>{escape(patrol.name)}</tt:Name><tt:Status><tt:State>{state}</tt:State></tt:Status><tt:AutoStart>false</tt:AutoStart>"
    return f'token="{token_of(mount, number)}">{head}<tt:StartingCondition/>{spots}'


def _create(mount: Mount, _: Element) -> str:
    number = next(number for number in range(1, 1000) if number not in mount.patrols)
    mount.patrols[number] = Round(str(number), (), USUAL_S)
    return "" if mount.mute else f"<tptz:PresetTourToken>{token_of(mount, number)}</tptz:PresetTourToken>"


def _remove(mount: Mount, asked: Element) -> str:
    number = known_tour(mount, asked.findtext("tptz:PresetTourToken", "", NAMES))
    if mount.patrol == number:
        mount.stop()
    del mount.patrols[number]
    return ""


def _modify(mount: Mount, asked: Element) -> str:
    tour = asked.find("tptz:PresetTour", NAMES)
    if tour is None:
        raise Fault("ter:InvalidArgVal", "No tour")
    number = known_tour(mount, tour.get("token", ""))
    spots = tour.findall("tt:TourSpot", NAMES)
    if len(spots) > MOST_SPOTS:
        raise Fault("ter:InvalidArgVal", f"A tour has {MOST_SPOTS} spots at most")
    presets = tuple(known(mount, spot.findtext("tt:PresetDetail/tt:PresetToken", "", NAMES)) for spot in spots)
    stays = [_seconds(spot.findtext("tt:StayTime", "", NAMES)) for spot in spots]
    mount.patrols[number] = Round(tour.findtext("tt:Name", str(number), NAMES), presets, stays[0] if stays else USUAL_S)
    return ""


def _operate(mount: Mount, asked: Element) -> str:
    number = known_tour(mount, asked.findtext("tptz:PresetTourToken", "", NAMES))
    operation = asked.findtext("tptz:Operation", "", NAMES)
    if operation == "Start" and mount.patrols[number].presets:
        mount.go_round(number)
    elif operation == "Stop":
        mount.stop()
    else:
        raise Fault("ter:InvalidArgVal", "The tour has no spots, or this operation is not supported")
    return ""


def _seconds(duration: str) -> float:
    found = DURATION.fullmatch(duration)
    if found is None:
        return USUAL_S
    hours, minutes, seconds = (float(part or 0) for part in found.groups())
    return hours * 3600 + minutes * 60 + seconds or USUAL_S


VERBS: dict[str, Callable[[Mount, Element], str]] = {
    "GetPresetTours": _tours,
    "CreatePresetTour": _create,
    "ModifyPresetTour": _modify,
    "RemovePresetTour": _remove,
    "OperatePresetTour": _operate,
}
