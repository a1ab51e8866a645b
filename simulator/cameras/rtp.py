"""What cameras send over RTP: H.264 by RFC 6184 (single NAL units and FU-A), H.265 by RFC 7798 (single NAL units and FU), AAC by RFC 3640, and the
SDP that announces it.
"""

import base64
import struct
from functools import cache
from pathlib import Path
from typing import NamedTuple

from simulator.cameras.clip import Clip, Unit, nal_type

MTU = 1400  # bytes of payload
CLOCK_HZ = 90_000
PICTURES, SOUND = 0, 1  # tracks
TYPES = {PICTURES: 96, SOUND: 97}
FRAME_SAMPLES = 1024  # of AAC
SENDER_REPORT = 200
NTP_BEFORE_UNIX_S = 2_208_988_800  # from 1900 to 1970
H264_FU, H265_FU = 28, 49


class Payload(NamedTuple):
    data: bytes
    last: bool  # of its access unit: the marker bit


def header(last: bool, sequence: int, timestamp: int, source: int, payload_type: int) -> bytes:
    marker = 0x80 if last else 0
    return struct.pack(">BBHII", 0x80, payload_type | marker, sequence & 0xFFFF, timestamp & 0xFFFFFFFF, source)


def sender_report(source: int, at: float, timestamp: int, packets: int, octets: int) -> bytes:
    """RTCP (RFC 3550): the picture with this timestamp was taken `at`, in seconds since 1970 by the camera's own clock."""
    seconds, part = divmod(at + NTP_BEFORE_UNIX_S, 1)
    head = struct.pack(">BBH", 0x80, SENDER_REPORT, 6)
    return head + struct.pack(
        ">IIIIII", source, int(seconds) & 0xFFFFFFFF, int(part * 2**32), timestamp & 0xFFFFFFFF, packets & 0xFFFFFFFF, octets & 0xFFFFFFFF
    )


class Packetizer:
    """Cuts each access unit of a clip once, however many clients play it."""

    def __init__(self) -> None:
        self._cut: dict[tuple[Path, int], list[Payload]] = {}

    def payloads(self, clip: Clip, index: int) -> list[Payload]:
        key = (clip.path, index)
        if key not in self._cut:
            self._cut[key] = cut(clip.codec, clip.units[index])
        return self._cut[key]


def cut(codec: str, unit: Unit) -> list[Payload]:
    chunks = [chunk for nal in unit.nals for chunk in fragments(codec, nal)]
    return [Payload(chunk, place == len(chunks) - 1) for place, chunk in enumerate(chunks)]


def fragments(codec: str, nal: bytes) -> list[bytes]:
    """A NAL unit as RTP payloads of at most `MTU` bytes."""
    if len(nal) <= MTU:
        return [nal]
    size = 1 if codec == "h264" else 2
    body, kind = nal[size:], nal_type(codec, nal)
    indicator = bytes([(nal[0] & 0xE0) | H264_FU]) if codec == "h264" else bytes([(nal[0] & 0x81) | (H265_FU << 1), nal[1]])
    starts = range(0, len(body), MTU - 3)
    marks = [(0x80 if at == 0 else 0) | (0x40 if at == starts[-1] else 0) | kind for at in starts]
    return [indicator + bytes([mark]) + body[at : at + MTU - 3] for at, mark in zip(starts, marks, strict=True)]


def aac(frame: bytes) -> bytes:
    """One frame as a payload: the length of the headers in bits, then 13 bits of size and 3 of index."""
    return struct.pack(">HH", 16, len(frame) << 3) + frame


@cache
def _text(parameter_set: bytes) -> str:
    return base64.b64encode(parameter_set).decode()


def sdp(clip: Clip, fault: str = "") -> str:
    """The session description of a clip; with the faults wrongcodec and nocodec it lies about what follows."""
    sets, wrong_codec = clip.parameters, fault == "wrongcodec"
    if fault == "nocodec":
        name, format = "SVAC", "packetization-mode=1"  # the surveillance codec of GB/T 25724
    elif (clip.codec == "hevc") != wrong_codec:
        name, format = "H265", ";".join(f"sprop-{key}={_text(sets.get(kind, b''))}" for key, kind in (("vps", 32), ("sps", 33), ("pps", 34)))
    elif wrong_codec:
        name, format = "H264", "packetization-mode=1"
    else:
        profile = sets[7][1:4].hex().upper()
        name, format = "H264", f"packetization-mode=1;profile-level-id={profile};sprop-parameter-sets={_text(sets[7])},{_text(sets[8])}"
    lines = ["v=0", "o=- 0 0 IN IP4 0.0.0.0", "s=camera", "c=IN IP4 0.0.0.0", "t=0 0", "a=control:*", "a=range:npt=now-"]
    kind = TYPES[PICTURES]
    lines += [f"m=video 0 RTP/AVP {kind}", f"a=rtpmap:{kind} {name}/{CLOCK_HZ}", f"a=fmtp:{kind} {format}"]
    lines += [f"a=framerate:{clip.fps:g}", f"a=control:trackID={PICTURES}"]
    if clip.sound:
        kind, hbr = TYPES[SOUND], "mode=AAC-hbr;sizelength=13;indexlength=3;indexdeltalength=3"
        lines += [f"m=audio 0 RTP/AVP {kind}", f"a=rtpmap:{kind} MPEG4-GENERIC/{clip.sound.rate}/{clip.sound.channels}"]
        lines += [f"a=fmtp:{kind} streamtype=5;profile-level-id=1;{hbr};config={clip.sound.config.hex()}", f"a=control:trackID={SOUND}"]
    return "\r\n".join(lines) + "\r\n"
