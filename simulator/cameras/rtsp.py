"""One RTSP 1.0 client (RFC 2326): DESCRIBE, SETUP over TCP (interleaved) or UDP, PLAY, TEARDOWN."""

import asyncio
import math
import os
import random
import re
import struct
import time
import urllib.parse

from simulator.cameras import faults as faulty
from simulator.cameras.access import Access
from simulator.cameras.clip import Clip
from simulator.cameras.faults import Faults
from simulator.cameras.mount import Mount, Mounts
from simulator.cameras.playing import Due, play, spoilt
from simulator.cameras.request import INTERLEAVED, BadRequest, Request, read_request
from simulator.cameras.rtp import CLOCK_HZ, Packetizer, cut, header, sdp, sender_report
from simulator.cameras.shelf import Shelf

METHODS = "OPTIONS, DESCRIBE, SETUP, PLAY, PAUSE, TEARDOWN, GET_PARAMETER, SET_PARAMETER"
BACKLOG_BYTES = 4 << 20  # a client that reads slower than this is let go
NOISE_BYTES = 700
REPORT_S = 5.0  # between two sender reports, as RFC 3550 recommends
CLIENT_PORT = re.compile(r"client_port=(\d{1,5})")


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
        self._udp: asyncio.DatagramTransport | None = None
        self._control: asyncio.DatagramTransport | None = None  # where sender reports go over UDP
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
            for transport in (self._udp, self._control):
                if transport:
                    transport.close()

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
        elif request.method == "PLAY" and self._clip and not self._playing:
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
        if wanted == "tcp":
            answer = "RTP/AVP/TCP;unicast;interleaved=0-1"
        else:
            port = client_port(transport)
            peer = self._writer.get_extra_info("peername")[0]
            loop = asyncio.get_running_loop()
            self._udp, _ = await loop.create_datagram_endpoint(asyncio.DatagramProtocol, remote_addr=(peer, port))
            self._control, _ = await loop.create_datagram_endpoint(asyncio.DatagramProtocol, remote_addr=(peer, port + 1))
            own = self._udp.get_extra_info("sockname")[1]
            answer = f"RTP/AVP;unicast;client_port={port}-{port + 1};server_port={own}-{own + 1}"
        self._reply(request, 200, "OK", [f"Transport: {answer}", f"Session: {self._id};timeout=60"])

    async def _play(self, clip: Clip) -> None:
        sequence, source = random.getrandbits(16), random.getrandbits(32)
        sent, octets, reported = 0, 0, -math.inf
        async for due in play(clip, self._faults, self._shelf.get(self._faults.switch), self._mount):
            packets = self._packets(due, clip.fps, sequence, source)
            if due.at - reported >= REPORT_S:
                self._report(sender_report(source, self._own_time(due.at), int(due.number * CLOCK_HZ / clip.fps), sent, octets))
                reported = due.at
            sequence, sent, octets = sequence + len(packets), sent + len(packets), octets + sum(map(len, packets))
            self._send(packets)
            if self._writer.transport.get_write_buffer_size() > BACKLOG_BYTES:
                break
        self._writer.close()

    def _packets(self, due: Due, fps: float, sequence: int, source: int) -> list[bytes]:
        timestamp = int(due.shown * CLOCK_HZ / fps)
        payloads = cut(due.clip.codec, due.turned) if due.turned else self._packetizer.payloads(due.clip, due.place)
        return [header(part.last, sequence + place, timestamp, source) + spoilt(part.data, self._faults) for place, part in enumerate(payloads)]

    def _own_time(self, at: float) -> float:
        """What the clock of the camera said at this moment of the monotonic clock, in seconds since 1970."""
        return time.time() - time.monotonic() + at + self._faults.clock

    def _report(self, packet: bytes) -> None:
        if self._control:
            self._control.sendto(packet)
        else:
            self._writer.write(INTERLEAVED + struct.pack(">BH", 1, len(packet)) + packet)

    def _send(self, packets: list[bytes]) -> None:
        if self._udp:
            for packet in packets:
                self._udp.sendto(packet)
        else:
            noise = os.urandom(NOISE_BYTES) if self._faults.kind == "channel" else b""
            self._writer.write(b"".join(INTERLEAVED + struct.pack(">BH", 0, len(packet)) + packet + noise for packet in packets))

    def _reply(self, request: Request, status: int, reason: str, headers: list[str] | None = None, body: str = "") -> None:
        lines = [f"RTSP/1.0 {status} {reason}", f"CSeq: {request.headers.get('cseq', '0')}", *(headers or [])]
        lines += [f"Content-Length: {len(body)}"] if body else []
        self._writer.write(("\r\n".join(lines) + "\r\n\r\n" + body).encode())


def client_port(transport: str) -> int:
    """The first UDP port of a `Transport` header; `BadRequest` when it names none."""
    found = CLIENT_PORT.search(transport)
    if not found or not 0 < int(found[1]) < 65535:
        raise BadRequest("no client port")
    return int(found[1])
