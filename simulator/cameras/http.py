"""One HTTP client: `/<clip>/<camera>.flv` or `.ts`, an endless answer that libavformat muxes; `.m3u8` is in `hls`."""

import asyncio
import math
from collections.abc import Iterator
from fractions import Fraction
from functools import partial
from typing import NamedTuple

import av

from simulator.cameras import faults as faulty
from simulator.cameras import hls, onvif, ptz_door
from simulator.cameras.access import Access
from simulator.cameras.clip import Clip, Sound
from simulator.cameras.crop import Crop
from simulator.cameras.faults import Faults
from simulator.cameras.mount import Mount, Mounts
from simulator.cameras.playing import Due, play, spoilt
from simulator.cameras.request import Request
from simulator.cameras.rtp import FRAME_SAMPLES
from simulator.cameras.shelf import Shelf

TICKS = Fraction(1, 90_000)


class Format(NamedTuple):
    media_type: str
    muxer: str
    options: dict[str, str]


FORMATS = {
    "flv": Format("video/x-flv", "flv", {"flvflags": "no_duration_filesize", "flush_packets": "1"}),
    "ts": Format("video/mp2t", "mpegts", {"flush_packets": "1"}),
}


class Basket:
    """Where the muxer writes; emptied after each frame."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._parts.append(bytes(data))
        return len(data)

    def take(self) -> bytes:
        data = b"".join(self._parts)
        self._parts.clear()
        return data


class Muxer:
    """Frames of one client in, bytes of its container out. The sound of the clip goes along with them."""

    def __init__(self, clip: Clip, format: Format) -> None:
        self._basket, self._fps, self._sound = Basket(), clip.fps, clip.sound
        self._sounded: int | None = None  # frames of sound before the next
        self._output = av.open(self._basket, "w", format=format.muxer, options=format.options)
        with av.open(str(clip.path)) as source:
            # Muxers judge by the first byte of the extradata in which of the two forms the packets are.
            self._prefixed = (source.streams.video[0].codec_context.extradata or b"")[:1] == b"\1"
            self._stream = self._output.add_stream_from_template(source.streams.video[0])
            if clip.sound:
                self._voice = self._output.add_stream_from_template(next(each for each in source.streams.audio if each.codec_context.name == "aac"))

    def mux(self, due: Due) -> bytes:
        if self._sound:
            self._mux_sound(self._sound, due.number / self._fps)
        packet = av.Packet(due.unit.prefixed() if self._prefixed else due.unit.annexb())
        packet.stream, packet.time_base, packet.is_keyframe = self._stream, TICKS, due.unit.key
        packet.dts, packet.pts = int(due.number / self._fps / TICKS), int(due.shown / self._fps / TICKS)
        self._output.mux(packet)
        return self._basket.take()

    def _mux_sound(self, sound: Sound, until_s: float) -> None:
        """Up to the moment of this picture; the first time, from there on."""
        due = math.ceil(until_s * sound.rate / FRAME_SAMPLES)
        for number in range(due if self._sounded is None else self._sounded, due):
            packet = av.Packet(sound.frames[number % len(sound.frames)])
            packet.stream, packet.time_base, packet.is_keyframe = self._voice, Fraction(1, sound.rate), True
            packet.dts = packet.pts = number * FRAME_SAMPLES
            self._output.mux(packet)
        self._sounded = due

    def rest(self) -> bytes:
        """What the muxer has held back."""
        self._output.close()
        return self._basket.take()

    def close(self) -> None:
        self._output.close()


async def serve(writer: asyncio.StreamWriter, request: Request, shelf: Shelf, access: Access, mounts: Mounts) -> None:
    """Answer one request; returns when the client has gone or the clip ends by a fault."""
    faults = faulty.asked_in(request.query)
    if faults.kind == "hang":
        await asyncio.Event().wait()
    name, _, suffix = request.path[-1].rpartition(".") if request.path else ("", "", "")
    clip = shelf.get(request.path[0] if len(request.path) > 1 else name)
    if faults.kind in faulty.REFUSALS:
        await _refuse(writer, faults.kind, access)
    elif request.path[:1] == [onvif.PATH]:
        writer.write(onvif.answer(request, mounts, access, request.headers.get("host", "")))
        await writer.drain()
    elif not access.allows(request.method, request.headers.get("authorization", "")):
        await _refuse(writer, "401", access)
    elif request.path[:1] == [ptz_door.PATH]:
        writer.write(ptz_door.answer(request, mounts))
        await writer.drain()
    elif clip and (suffix == hls.SUFFIX or hls.is_segment(request.path)):
        mount = mounts.get(name if suffix == hls.SUFFIX else request.path[1])
        until = mount.first_asked() + faults.stall_after
        writer.write(await asyncio.to_thread(hls.answer, request.path, clip, partial(_segment, mount=mount), until))
        await writer.drain()
    elif not clip or suffix not in FORMATS:
        await _refuse(writer, "404", access)
    else:
        await _play(writer, clip, FORMATS[suffix], faults, shelf.get(faults.switch), mounts.get(name))


async def _refuse(writer: asyncio.StreamWriter, status: str, access: Access) -> None:
    challenges = "".join(f"WWW-Authenticate: {challenge}\r\n" for challenge in access.challenges) if status == "401" else ""
    writer.write(f"HTTP/1.1 {status} {faulty.REFUSALS[status]}\r\n{challenges}Content-Length: 0\r\nConnection: close\r\n\r\n".encode())
    await writer.drain()


async def _play(writer: asyncio.StreamWriter, clip: Clip, format: Format, faults: Faults, other: Clip | None, mount: Mount | None) -> None:
    writer.write(f"HTTP/1.1 200 OK\r\nContent-Type: {format.media_type}\r\nConnection: close\r\n\r\n".encode())
    muxer = Muxer(clip, format)
    try:
        async for due in play(clip, faults, other, mount):
            writer.write(spoilt(muxer.mux(due), faults))
            await writer.drain()
    finally:
        muxer.close()


def _segment(clip: Clip, frames: range, mount: Mount) -> bytes:
    """These frames, counted from the beginning of the clock, as a transport stream of their own."""
    muxer = Muxer(clip, FORMATS["ts"])
    try:
        return b"".join(muxer.mux(due) for due in _filmed(clip, frames, mount)) + muxer.rest()
    finally:
        muxer.close()


def _filmed(clip: Clip, frames: range, mount: Mount) -> Iterator[Due]:
    """Each as its camera saw it then; encoded anew throughout once it had been turned before the last of them."""
    crop = Crop(clip) if mount.turned_by(frames[-1] / clip.fps) else None
    for number in frames:
        place, at = number % len(clip.units), number / clip.fps
        unit = crop.unit(place, mount.window_at(at)) if crop is not None else None
        if unit is not None or crop is None:
            yield Due(clip, place, number, at, unit)
