"""The way of one track to its client: between the answers of the connection (interleaved) or by UDP, with what its sender reports count."""

import asyncio
import math
import os
import random
import re
import struct

from simulator.cameras.request import INTERLEAVED, BadRequest
from simulator.cameras.rtp import Payload, header, sender_report

NOISE_BYTES = 700
REPORT_S = 5.0  # between two sender reports, as RFC 3550 recommends
CLIENT_PORT, CHANNEL = re.compile(r"client_port=(\d{1,5})"), re.compile(r"interleaved=(\d{1,3})")


class Way:
    """`set_up` it before anything is sent."""

    def __init__(self, writer: asyncio.StreamWriter, payload_type: int) -> None:
        self._writer, self._type, self._channel = writer, payload_type, 0
        self._sequence, self._source = random.getrandbits(16), random.getrandbits(32)
        self._sent, self._octets, self._reported = 0, 0, -math.inf
        self._udp: asyncio.DatagramTransport | None = None
        self._control: asyncio.DatagramTransport | None = None  # where sender reports go over UDP

    async def set_up(self, transport: str, wanted: str) -> str:
        """What a `Transport` header asks for, "tcp" or "udp"; the answer to it."""
        if wanted == "tcp":
            found = CHANNEL.search(transport)
            self._channel = int(found[1]) if found else 0
            return f"RTP/AVP/TCP;unicast;interleaved={self._channel}-{self._channel + 1}"
        port, peer, loop = client_port(transport), self._writer.get_extra_info("peername")[0], asyncio.get_running_loop()
        self._udp, _ = await loop.create_datagram_endpoint(asyncio.DatagramProtocol, remote_addr=(peer, port))
        self._control, _ = await loop.create_datagram_endpoint(asyncio.DatagramProtocol, remote_addr=(peer, port + 1))
        own = self._udp.get_extra_info("sockname")[1]
        return f"RTP/AVP;unicast;client_port={port}-{port + 1};server_port={own}-{own + 1}"

    def report(self, at: float, own_time: float, timestamp: int) -> None:
        """Now and then: what has this timestamp was taken at `own_time`, seconds since 1970 by the camera's clock; `at` of the monotonic one."""
        if at - self._reported < REPORT_S:
            return
        self._reported = at
        packet = sender_report(self._source, own_time, timestamp, self._sent, self._octets)
        if self._control:
            self._control.sendto(packet)
        else:
            self._writer.write(INTERLEAVED + struct.pack(">BH", self._channel + 1, len(packet)) + packet)

    def send(self, payloads: list[Payload], timestamp: int, noisy: bool = False, lose: float = 0.0) -> None:
        """`noisy`: with rubbish between the packets of an interleaved connection. `lose`: the share of them that never arrives."""
        packets = [header(part.last, self._sequence + place, timestamp, self._source, self._type) + part.data for place, part in enumerate(payloads)]
        self._sequence, self._sent = self._sequence + len(packets), self._sent + len(packets)
        self._octets += sum(map(len, packets))
        packets = [packet for packet in packets if not lose or random.random() >= lose]
        if self._udp:
            for packet in packets:
                self._udp.sendto(packet)
            return
        noise = os.urandom(NOISE_BYTES) if noisy else b""
        self._writer.write(b"".join(INTERLEAVED + struct.pack(">BH", self._channel, len(packet)) + packet + noise for packet in packets))

    def close(self) -> None:
        for transport in (self._udp, self._control):
            if transport:
                transport.close()


def client_port(transport: str) -> int:
    """The first UDP port of a `Transport` header; `BadRequest` when it names none."""
    found = CLIENT_PORT.search(transport)
    if not found or not 0 < int(found[1]) < 65535:
        raise BadRequest("no client port")
    return int(found[1])
