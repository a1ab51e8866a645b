"""What all parts of the ONVIF device speak with: names of SOAP, and what it refuses by."""

from collections.abc import Iterable
from xml.etree import ElementTree

from simulator.cameras.mount import Mount

NAMES = {
    "s": "http://www.w3.org/2003/05/soap-envelope",
    "tds": "http://www.onvif.org/ver10/device/wsdl",
    "trt": "http://www.onvif.org/ver10/media/wsdl",
    "tptz": "http://www.onvif.org/ver20/ptz/wsdl",
    "tt": "http://www.onvif.org/ver10/schema",
    "ter": "http://www.onvif.org/ver10/error",
}
Element = ElementTree.Element


class Fault(Exception):
    """`code` is one of ONVIF's own, such as ter:NotAuthorized."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code


def known(mount: Mount, token: str) -> int:
    """The number of the preset that this token is."""
    return _number_of(mount, token, mount.presets, "preset")


def known_tour(mount: Mount, token: str) -> int:
    """The number of the tour that this token is."""
    return _number_of(mount, token, mount.patrols, "tour")


def token_of(mount: Mount, number: int) -> str:
    return f"t{number:03d}x" if mount.words else str(number)


def told(mount: Mount, numbers: Iterable[int]) -> list[int]:
    """In the order in which the device tells them."""
    return sorted(numbers, reverse=mount.words)


def _number_of(mount: Mount, token: str, kept: Iterable[int], what: str) -> int:
    number = next((number for number in kept if token_of(mount, number) == token), None)
    if number is None:
        raise Fault("ter:NoToken", f"No such {what}")
    return number
