"""A clip in memory, cut into what the protocols send: access units, each a list of NAL units."""

from pathlib import Path
from typing import NamedTuple

import av
from av.bitstream import BitStreamFilterContext

CODECS = {"h264": "h264_mp4toannexb", "hevc": "hevc_mp4toannexb"}
SUFFIXES = frozenset({".mp4", ".mkv", ".mov", ".ts", ".flv", ".avi", ".h264", ".h265"})
DELIMITERS = {"h264": 9, "hevc": 35}  # access unit delimiters: nobody needs them over RTP
PARAMETER_SETS = {"h264": (7, 8), "hevc": (32, 33, 34)}


class BadClip(Exception):
    """This file cannot be served; the message says why, in one sentence."""


class Unit(NamedTuple):
    """One access unit. `delay` is how many frames after its decoding it is shown: 0 throughout when there are no B-frames."""

    nals: list[bytes]
    key: bool
    delay: int

    def annexb(self) -> bytes:
        return b"".join(b"\0\0\0\1" + nal for nal in self.nals)

    def prefixed(self) -> bytes:
        """As MP4 and FLV hold it: the length of each NAL unit before it."""
        return b"".join(len(nal).to_bytes(4, "big") + nal for nal in self.nals)


class Sound(NamedTuple):
    """AAC: `config` is its AudioSpecificConfig, each frame 1024 samples."""

    rate: int
    channels: int
    config: bytes
    frames: list[bytes]


class Clip(NamedTuple):
    """`units` in decoding order, the first one a key; `parameters` are the SPS, PPS (and VPS) by NAL type. Its sound goes round by itself."""

    path: Path
    codec: str  # "h264" or "hevc"
    width: int
    height: int
    fps: float
    units: list[Unit]
    parameters: dict[int, bytes]
    sound: Sound | None = None

    def key_before(self, index: int) -> int:
        """The newest key frame that is not later than this frame of the clip."""
        return next(at for at in range(index, -1, -1) if self.units[at].key)


def load(path: Path) -> Clip:
    """The clip in a file; `BadClip` when it holds no H.264 or H.265 that starts with a key frame."""
    try:
        return _read(path)
    except (av.FFmpegError, OSError) as error:
        raise BadClip(f"{path.name} cannot be read as video") from error


def nal_type(codec: str, nal: bytes) -> int:
    return nal[0] & 0x1F if codec == "h264" else (nal[0] >> 1) & 0x3F


def split(annexb: bytes) -> list[bytes]:
    """The NAL units between the start codes."""
    return [nal.rstrip(b"\0") for nal in annexb.split(b"\0\0\1") if nal.rstrip(b"\0")]


def _read(path: Path) -> Clip:
    with av.open(str(path)) as container:
        if not container.streams.video:
            raise BadClip(f"{path.name} holds no video")
        stream = container.streams.video[0]
        codec = stream.codec_context.name
        if codec not in CODECS:
            raise BadClip(f"{path.name} is {codec}; only H.264 and H.265 can be served as they are")
        context = stream.codec_context
        size, fps = (context.width, context.height), float(stream.average_rate or stream.guessed_rate or 25)
        to_annexb = BitStreamFilterContext(CODECS[codec], stream)
        parts = [part for packet in container.demux(stream) if packet.size for part in to_annexb.filter(packet)]
        packets = [(part.pts, part.is_keyframe, bytes(part)) for part in parts]
    return _cut(path, codec, size, fps, packets)._replace(sound=_sound(path))


def _sound(path: Path) -> Sound | None:
    """Its AAC, if it has any: of other sound nothing is sent."""
    with av.open(str(path)) as container:
        stream = next((stream for stream in container.streams.audio if stream.codec_context.name == "aac"), None)
        config = bytes(stream.codec_context.extradata or b"") if stream else b""
        if stream is None or not config:  # in a transport stream each frame has its own
            return None
        frames = [bytes(packet) for packet in container.demux(stream) if packet.size]
        return Sound(stream.codec_context.sample_rate, stream.codec_context.layout.nb_channels, config, frames)


def _cut(path: Path, codec: str, size: tuple[int, int], fps: float, packets: list[tuple[int | None, bool, bytes]]) -> Clip:
    first = next((at for at, (_, key, _) in enumerate(packets) if key), None)
    if first is None:
        raise BadClip(f"{path.name} has no key frame")
    packets = packets[first:]
    nals = [[nal for nal in split(body) if nal_type(codec, nal) != DELIMITERS[codec]] for _, _, body in packets]
    units = [Unit(parts, key, delay) for parts, (_, key, _), delay in zip(nals, packets, _delays([pts for pts, _, _ in packets]), strict=True)]
    parameters = {nal_type(codec, nal): nal for parts in nals for nal in parts if nal_type(codec, nal) in PARAMETER_SETS[codec]}
    if len(parameters) < len(PARAMETER_SETS[codec]):
        raise BadClip(f"{path.name} carries no parameter sets")
    return Clip(path, codec, *size, fps, units, parameters)


def _delays(pts: list[int | None]) -> list[int]:
    """From the order of showing: how many frames each unit waits after its decoding, never less than 0."""
    if any(value is None for value in pts):
        return [0] * len(pts)
    shown = {value: place for place, value in enumerate(sorted(value for value in pts if value is not None))}
    early = [shown[value] - place for place, value in enumerate(pts) if value is not None]
    return [delay - min(early) for delay in early]
