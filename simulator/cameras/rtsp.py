"""One RTSP 1.0 client (RFC 2326): DESCRIBE, SETUP over TCP (interleaved) or UDP, PLAY, TEARDOWN."""

import asyncio
import random
import time
import urllib.parse

from simulator.cameras import faults as faulty
from simulator.cameras.access import Access
from simulator.cameras.clip import Clip
from simulator.cameras.faults import Faults
from simulator.cameras.mount import Mount, Mounts
from simulator.cameras.playing import play, spoilt
from simulator.cameras.request import Request, read_request
from simulator.cameras.rtp import CLOCK_HZ, FRAME_SAMPLES, PICTURES, SOUND, TYPES, Packetizer, Payload, aac, cut, sdp
from simulator.cameras.shelf import Shelf
from simulator.cameras.way import Way

METHODS = "OPTIONS, DESCRIBE, SETUP, PLAY, PAUSE, TEARDOWN, GET_PARAMETER, SET_PARAMETER"
BACKLOG_BYTES = 4 << 20  # a client that reads slower than this is let go


class RtspSession:
    """Lives as long as the connection. The faults of the first URL that names any hold for all of it."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, shelf: Shelf, packetizer: Packetizer, access: Access, mounts: Mounts
    ) -> None:
        self._reader, self._writer, self._shelf, self._packetizer, self._access = reader, writer, shelf, packetizer, access
        self._id = f"{random.getrandbits(32):08x}"
        self._faults = Faults()
        self._mounts = mounts
        self._mount: Mount | None = None
        self._clip: Clip | None = None
        self._ways: dict[int, Way] = {}
        self._playing: asyncio.Task[None] | None = None

    async def run(self, request: Request) -> None:
        """Answer this request and all that follow, until TEARDOWN or the end of the connection."""
        try:
            while await self._answer(request):
                await self._writer.drain()
                request = await read_request(self._reader)
        finally:
            if self._playing:
                self._playing.cancel()
            for way in self._ways.values():
                way.close()

    async def _answer(self, request: Request) -> bool:
        if request.query and self._faults == Faults():
            self._faults = faulty.asked_in(request.query)
        if self._faults.kind == "hang":
            await asyncio.Event().wait()
        if request.method == "OPTIONS":
            self._reply(request, 200, "OK", [f"Public: {METHODS}"])
        elif not self._may_watch(request):
            self._reply(request, 401, "Unauthorized", [f"WWW-Authenticate: {challenge}" for challenge in self._access.challenges])
        else:
            await self._serve(request)
        return request.method != "TEARDOWN"

    def _may_watch(self, request: Request) -> bool:
        return self._faults.kind != "401" and self._access.allows(request.method, request.headers.get("authorization", ""))

    async def _serve(self, request: Request) -> None:
        if request.method == "DESCRIBE":
            self._describe(request)
        elif request.method == "SETUP":
            await self._set_up(request)
        elif request.method == "PLAY" and self._clip and PICTURES in self._ways and not self._playing:
            self._reply(request, 200, "OK", [f"Session: {self._id}", "Range: npt=now-"])
            self._playing = asyncio.create_task(self._play(self._clip))
        else:
            self._reply(request, 200, "OK", [f"Session: {self._id}"])

    def _describe(self, request: Request) -> None:
        if self._faults.kind in faulty.REFUSALS:
            self._reply(request, int(self._faults.kind), faulty.REFUSALS[self._faults.kind])
            return
        self._clip = self._shelf.get(request.path[0]) if request.path else None
        self._mount = self._mounts.get(request.path[1]) if len(request.path) > 1 else None
        if not self._clip:
            self._reply(request, 404, "Not Found")
            return
        base = urllib.parse.urlsplit(request.url)._replace(query="").geturl().rstrip("/")
        body = sdp(self._clip, self._faults.kind)
        self._reply(request, 200, "OK", ["Content-Type: application/sdp", f"Content-Base: {base}/"], body)

    async def _set_up(self, request: Request) -> None:
        transport = request.headers.get("transport", "")
        wanted = "tcp" if "interleaved" in transport or "TCP" in transport else "udp"
        if self._faults.only not in ("", wanted):
            self._reply(request, 461, "Unsupported Transport")
            return
        track = SOUND if request.path[-1:] == [f"trackID={SOUND}"] else PICTURES
        self._ways[track] = Way(self._writer, TYPES[track])
        answer = await self._ways[track].set_up(transport, wanted)
        self._reply(request, 200, "OK", [f"Transport: {answer}", f"Session: {self._id};timeout=60"])

    async def _play(self, clip: Clip) -> None:
        sounding = asyncio.create_task(self._play_sound(clip))
        try:
            await self._play_pictures(clip)
        finally:
            sounding.cancel()
        self._writer.close()

    async def _play_pictures(self, clip: Clip) -> None:
        way = self._ways[PICTURES]
        async for due in play(clip, self._faults, self._shelf.get(self._faults.switch), self._mount):
            way.report(due.at, self._own_time(due.at), int(due.number * CLOCK_HZ / clip.fps))
            payloads = cut(due.clip.codec, due.turned) if due.turned else self._packetizer.payloads(due.clip, due.place)
            spoiled = [part._replace(data=spoilt(part.data, self._faults)) for part in payloads]
            way.send(spoiled, int(due.shown * CLOCK_HZ / clip.fps), self._faults.kind == "channel", self._faults.lose)
            if self._writer.transport.get_write_buffer_size() > BACKLOG_BYTES:
                return

    async def _play_sound(self, clip: Clip) -> None:
        """From now on; a camera that is silent in its pictures says nothing either."""
        way, began, number = self._ways.get(SOUND), time.monotonic(), 0
        while clip.sound and way and self._faults.kind != "stall":
            due = began + number * FRAME_SAMPLES / clip.sound.rate * self._faults.slow
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            if due - began > self._faults.stall_after:
                return
            way.report(due, self._own_time(due), number * FRAME_SAMPLES)
            way.send([Payload(aac(clip.sound.frames[number % len(clip.sound.frames)]), True)], number * FRAME_SAMPLES)
            number += 1

    def _own_time(self, at: float) -> float:
        """What the clock of the camera said at this moment of the monotonic clock, in seconds since 1970."""
        return time.time() - time.monotonic() + at + self._faults.clock

    def _reply(self, request: Request, status: int, reason: str, headers: list[str] | None = None, body: str = "") -> None:
        lines = [f"RTSP/1.0 {status} {reason}", f"CSeq: {request.headers.get('cseq', '0')}", *(headers or [])]
        lines += [f"Content-Length: {len(body)}"] if body else []
        self._writer.write(("\r\n".join(lines) + "\r\n\r\n" + body).encode())
