"""The port that all clients come to: each is served by the protocol that its first request speaks."""

import asyncio
import contextlib
import os
import signal
import socket
import sys
from pathlib import Path

from simulator.cameras import http
from simulator.cameras.access import Access, access_for
from simulator.cameras.faults import BadFault
from simulator.cameras.mount import Mounts
from simulator.cameras.request import BadRequest, read_request
from simulator.cameras.rtp import Packetizer
from simulator.cameras.rtsp import RtspSession
from simulator.cameras.shelf import Shelf

HEAD_BYTES = 1 << 16


class CameraServer:
    def __init__(self, shelf: Shelf, access: Access) -> None:
        self._shelf, self._access, self._packetizer = shelf, access, Packetizer()
        self._mounts = Mounts()
        self._clients: set[asyncio.Task[None]] = set()

    async def run(self, listener: socket.socket) -> None:
        """Serve until SIGTERM or SIGINT, saying `ready PORT` once clients can come."""
        stopped = asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, stopped.set)
        server = await asyncio.start_server(self._meet, sock=listener, limit=HEAD_BYTES)
        sys.stdout.write(f"ready {listener.getsockname()[1]}\n")
        sys.stdout.flush()
        await stopped.wait()
        server.close()
        for client in self._clients:
            client.cancel()
        await asyncio.gather(*self._clients, return_exceptions=True)

    async def _meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        client = asyncio.current_task()
        assert client is not None
        self._clients.add(client)
        client.add_done_callback(self._clients.discard)
        writer.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            await self._serve(reader, writer)
        writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        protocol = "HTTP/1.1"
        try:
            request = await read_request(reader)
            if request.protocol.startswith("RTSP"):
                protocol = "RTSP/1.0"
                await RtspSession(reader, writer, self._shelf, self._packetizer, self._access, self._mounts).run(request)
            else:
                await http.serve(writer, request, self._shelf, self._access, self._mounts)
        except (BadRequest, BadFault):
            writer.write(f"{protocol} 400 Bad Request\r\nContent-Length: 0\r\n\r\n".encode())
            await writer.drain()


def serve(folder: Path, port: int, host: str = "127.0.0.1", login: str = "") -> int:
    """Serve the clips of a folder; the exit status. What is wrong with folder, clips or port is said in one sentence: status 2."""
    try:
        shelf = Shelf(folder)
    except OSError as error:
        return _refuse(f"cannot read the folder of clips {folder}: {error.strerror}")
    for reason in shelf.drop_unfit():
        sys.stderr.write(f"left out: {reason}\n")
    if not len(shelf):
        return _refuse(f"no clip in {folder} can be served: H.264 or H.265 in MP4, MKV, TS or FLV is needed")
    try:
        listener = socket.create_server((host, port))
    except OverflowError:
        return _refuse(f"there is no port {port}: ports are 0 to 65535")
    except OSError as error:
        return _refuse(f"cannot listen on {host} port {port}: {os.strerror(error.errno) if error.errno else error}")
    asyncio.run(CameraServer(shelf, access_for(login)).run(listener))
    return 0


def _refuse(sentence: str) -> int:
    sys.stderr.write(sentence + "\n")
    return 2
