"""What all parts of the ONVIF device speak with: names of SOAP, and what it refuses by."""

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
    if not token.isdecimal() or int(token) not in mount.presets:
        raise Fault("ter:NoToken", "No such preset")
    return int(token)
