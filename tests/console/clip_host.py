"""A gateway of another make: any clip as an endless Matroska stream over HTTP, at the pace it was filmed at, its packets as they are."""

import contextlib
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import av

OPTIONS = {"live": "1", "flush_packets": "1", "cluster_time_limit": "100"}


class ClipHost(ThreadingHTTPServer):
    """`url` of each of these files, until the block ends."""

    daemon_threads = True

    def __init__(self, clips: list[Path]) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.clips = {clip.name: clip for clip in clips}

    def url(self, clip: Path) -> str:
        return f"http://127.0.0.1:{self.server_port}/{clip.name}"

    def __enter__(self) -> "ClipHost":
        threading.Thread(target=self.serve_forever).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()


class Handler(BaseHTTPRequestHandler):
    server: ClipHost

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "video/x-matroska")
        self.end_headers()
        with contextlib.suppress(OSError, av.FFmpegError):  # whoever looked has gone
            stream(self.server.clips[self.path[1:]], self.wfile)

    def log_message(self, format: str, *args: object) -> None:
        pass


def stream(clip: Path, sink: Any) -> None:
    with av.open(str(clip)) as source, av.open(sink, "w", format="matroska", options=OPTIONS) as output:
        made, began = output.add_stream_from_template(source.streams.video[0]), time.monotonic()
        for packet, at in endless(source):
            time.sleep(max(0.0, began + at - time.monotonic()))
            packet.stream = made
            output.mux(packet)


def endless(source: Any) -> Iterator[tuple[Any, float]]:
    """The packets of the film again and again, and when each is due: seconds from the beginning."""
    film, turn = source.streams.video[0], 0
    while True:
        last = 0
        for packet in source.demux(film):
            if packet.dts is None or not packet.size:
                continue
            last = packet.dts + (packet.duration or 1)
            shift = turn - film.start_time if film.start_time else turn
            packet.dts, packet.pts = packet.dts + shift, (packet.dts if packet.pts is None else packet.pts) + shift
            yield packet, float(packet.dts * film.time_base)
        turn += last - (film.start_time or 0)
        source.seek(0)
