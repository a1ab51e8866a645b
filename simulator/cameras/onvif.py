"""The cameras as one ONVIF device (Profile S): `/onvif/device_service`, `media_service`, `ptz_service`; each camera is a profile, by name.

Who must log in says so in a WS-Security UsernameToken with a digest (OASIS WSS 1.0).
"""

import base64
import hashlib
import hmac
from collections.abc import Callable
from datetime import UTC, datetime
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr

from simulator.cameras.access import Access
from simulator.cameras.mount import Mount, Mounts, View
from simulator.cameras.onvif_tours import VERBS as TOURS
from simulator.cameras.onvif_words import NAMES, Element, Fault, known, token_of, told
from simulator.cameras.request import BadRequest, Request

PATH = "onvif"
WSSE = "{http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd}"
WSU = "{http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd}"
FOV = "http://www.onvif.org/ver10/tptz/PanTiltSpaces/TranslationSpaceFov"
OPEN = frozenset({"GetSystemDateAndTime", "GetServices"})


def answer(request: Request, mounts: Mounts, access: Access, host: str) -> bytes:
    """The whole answer; `BadRequest` when it is no SOAP. `host` is the address under which the device is known."""
    try:
        envelope = ElementTree.fromstring(request.body)
        body = envelope.find("s:Body", NAMES)
        asked = body[0] if body is not None else None
    except (ElementTree.ParseError, IndexError) as error:
        raise BadRequest("no SOAP") from error
    if asked is None:
        raise BadRequest("no SOAP")
    try:
        verb = asked.tag.rpartition("}")[2]
        if verb not in OPEN and not _allowed(envelope, access):
            raise Fault("ter:NotAuthorized", "Sender not authorized")
        return _reply("200 OK", _answer(verb, asked, mounts, host))
    except Fault as fault:
        said = f'<s:Code><s:Value>s:Sender</s:Value><s:Subcode><s:Value>{fault.code}</s:Value></s:Subcode></s:Code><s:Reason><s:Text xml:lang="en">'
        return _reply("400 Bad Request", f"<s:Fault>{said}{escape(str(fault))}</s:Text></s:Reason></s:Fault>")


def _reply(status: str, body: str) -> bytes:
    names = "".join(f' xmlns:{short}="{name}"' for short, name in NAMES.items())
    whole = f'<?xml version="1.0" encoding="UTF-8"?><s:Envelope{names}><s:Body>{body}</s:Body></s:Envelope>'.encode()
    head = f"HTTP/1.1 {status}\r\nContent-Type: application/soap+xml; charset=utf-8\r\nContent-Length: {len(whole)}\r\nConnection: close\r\n\r\n"
    return head.encode() + whole


def _allowed(envelope: Element, access: Access) -> bool:
    if not access.login:
        return True
    name, _, password = access.login.partition(":")
    token = envelope.find(f".//{WSSE}UsernameToken")
    if token is None:
        return False
    said, digest, nonce, created = (token.findtext(each, "") for each in (f"{WSSE}Username", f"{WSSE}Password", f"{WSSE}Nonce", f"{WSU}Created"))
    try:
        hashed = hashlib.sha1(base64.b64decode(nonce) + created.encode() + password.encode(), usedforsecurity=False).digest()
    except ValueError:
        return False
    return hmac.compare_digest(said.encode() + base64.b64encode(hashed), name.encode() + digest.encode())


def _answer(verb: str, asked: Element, mounts: Mounts, host: str) -> str:
    if verb == "GetSystemDateAndTime":
        return _time(datetime.now(UTC))
    if verb == "GetServices":
        services = (("tds", "device"), ("trt", "media"), ("tptz", "ptz"))
        return (
            "<tds:GetServicesResponse>"
            + "".join(_service(NAMES[short], f"http://{host}/{PATH}/{path}_service") for short, path in services)
            + "</tds:GetServicesResponse>"
        )
    if verb == "GetProfiles":
        return "<trt:GetProfilesResponse>" + "".join(_profile(name) for name in mounts.names()) + "</trt:GetProfilesResponse>"
    if verb not in VERBS:
        raise Fault("ter:ActionNotSupported", f"{verb} is not supported")
    token = asked.findtext("tptz:ProfileToken", "", NAMES)
    if not token:
        raise Fault("ter:NoProfile", "No such profile")
    said = VERBS[verb](mounts.get(token), asked)
    return f"<tptz:{verb}Response>{said}</tptz:{verb}Response>"


def _time(now: datetime) -> str:
    time = f"<tt:Time><tt:Hour>{now.hour}</tt:Hour><tt:Minute>{now.minute}</tt:Minute><tt:Second>{now.second}</tt:Second></tt:Time>"
    date = f"<tt:Date><tt:Year>{now.year}</tt:Year><tt:Month>{now.month}</tt:Month><tt:Day>{now.day}</tt:Day></tt:Date>"
    kind = "<tt:DateTimeType>NTP</tt:DateTimeType><tt:DaylightSavings>false</tt:DaylightSavings>"
    whole = f"<tds:SystemDateAndTime>{kind}<tt:UTCDateTime>{time}{date}</tt:UTCDateTime></tds:SystemDateAndTime>"
    return f"<tds:GetSystemDateAndTimeResponse>{whole}</tds:GetSystemDateAndTimeResponse>"


def _service(name: str, address: str) -> str:
    version = "<tds:Version><tt:Major>2</tt:Major><tt:Minor>60</tt:Minor></tds:Version>"
    return f"<tds:Service><tds:Namespace>{name}</tds:Namespace><tds:XAddr>{address}</tds:XAddr>{version}</tds:Service>"


def _profile(name: str) -> str:
    ptz = '<tt:PTZConfiguration token="ptz"><tt:Name>ptz</tt:Name><tt:UseCount>1</tt:UseCount><tt:NodeToken>node</tt:NodeToken></tt:PTZConfiguration>'
    return f'<trt:Profiles token={quoteattr(name)} fixed="true"><tt:Name>{escape(name)}</tt:Name>{ptz}</trt:Profiles>'


def _vector(asked: Element, name: str, otherwise: View) -> View:
    """PanTilt and Zoom of a position, translation or velocity; what is not named is as `otherwise`."""
    turn, zoom = asked.find(f"tptz:{name}/tt:PanTilt", NAMES), asked.find(f"tptz:{name}/tt:Zoom", NAMES)
    try:
        pan, tilt = (otherwise.pan, otherwise.tilt) if turn is None else (float(turn.get("x", "")), float(turn.get("y", "")))
        return View(pan, tilt, otherwise.zoom if zoom is None else float(zoom.get("x", "")))
    except ValueError as error:
        raise Fault("ter:InvalidArgVal", "No number") from error


def _move(mount: Mount, asked: Element) -> str:
    mount.move(*_vector(asked, "Velocity", View()))
    return ""


def _absolute(mount: Mount, asked: Element) -> str:
    mount.absolute(*_vector(asked, "Position", mount.view()))
    return ""


def _relative(mount: Mount, asked: Element) -> str:
    """By shares of what is seen: 1 is the edge of the picture."""
    turn = asked.find("tptz:Translation/tt:PanTilt", NAMES)
    if turn is not None and turn.get("space") != FOV:
        raise Fault("ter:SpaceNotSupported", "Only TranslationSpaceFov")
    by, now = _vector(asked, "Translation", View()), mount.view()
    mount.absolute(now.pan + by.pan * now.size, now.tilt + by.tilt * now.size, now.zoom + by.zoom)
    return ""


def _stop(mount: Mount, _: Element) -> str:
    mount.stop()
    return ""


def _status(mount: Mount, _: Element) -> str:
    view, state = mount.view(), "MOVING" if mount.moving else "IDLE"
    place = f'<tt:PanTilt x="{view.pan}" y="{view.tilt}"/><tt:Zoom x="{view.zoom}"/>'
    moving = f"<tt:PanTilt>{state}</tt:PanTilt><tt:Zoom>{state}</tt:Zoom>"
    time = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    inside = f"<tt:Position>{place}</tt:Position><tt:MoveStatus>{moving}</tt:MoveStatus><tt:UtcTime>{time}</tt:UtcTime>"
    return f"<tptz:PTZStatus>{inside}</tptz:PTZStatus>"


def _presets(mount: Mount, _: Element) -> str:
    return "".join(
        f'<tptz:Preset token="{token_of(mount, number)}"><tt:Name>{escape(mount.presets[number][0])}</tt:Name></tptz:Preset>'
        for number in told(mount, mount.presets)
    )


def _keep(mount: Mount, asked: Element) -> str:
    token = asked.findtext("tptz:PresetToken", "", NAMES)
    number = known(mount, token) if token else next(number for number in range(1, 1000) if number not in mount.presets)
    mount.keep(number, asked.findtext("tptz:PresetName", "", NAMES) or str(number))
    return "" if mount.mute else f"<tptz:PresetToken>{token_of(mount, number)}</tptz:PresetToken>"


def _go_to(mount: Mount, asked: Element) -> str:
    mount.go_to(known(mount, asked.findtext("tptz:PresetToken", "", NAMES)))
    return ""


def _drop(mount: Mount, asked: Element) -> str:
    del mount.presets[known(mount, asked.findtext("tptz:PresetToken", "", NAMES))]
    return ""


VERBS: dict[str, Callable[[Mount, Element], str]] = {
    "ContinuousMove": _move,
    "AbsoluteMove": _absolute,
    "RelativeMove": _relative,
    "Stop": _stop,
    "GetStatus": _status,
    "GetPresets": _presets,
    "SetPreset": _keep,
    "GotoPreset": _go_to,
    "RemovePreset": _drop,
    **TOURS,
}
