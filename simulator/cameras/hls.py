"""HTTP live streaming (RFC 8216): `/<clip>/<camera>.m3u8` is a playlist of the newest segments, each from one key frame of the clip to the next."""

import math
import time
from collections.abc import Callable

from simulator.cameras.clip import Clip

SUFFIX = "m3u8"
LISTED = 4  # segments of a playlist


def is_segment(path: list[str]) -> bool:
    """`/<clip>/<camera>/<number>.ts`"""
    return len(path) == 3 and path[2].endswith(".ts") and path[2][:-3].isdigit()


def answer(path: list[str], clip: Clip, muxed: Callable[[Clip, range], bytes], until: float = math.inf) -> bytes:
    """The whole HTTP answer; 404 for a segment that is not there yet. `until` (monotonic) the playlist goes on; then it stands still."""
    if not is_segment(path):
        return _http(200, "OK", "application/vnd.apple.mpegurl", _playlist(clip, path[-1][: -len(SUFFIX) - 1], until).encode())
    number = int(path[2][:-3])
    if number >= _current(clip):
        return _http(404, "Not Found", "text/plain", b"")
    return _http(200, "OK", "video/mp2t", muxed(clip, _frames(clip, number)))


def _http(status: int, reason: str, kind: str, body: bytes) -> bytes:
    head = f"HTTP/1.1 {status} {reason}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    return head.encode() + body


def _keys(clip: Clip) -> list[int]:
    return [place for place, unit in enumerate(clip.units) if unit.key]


def _current(clip: Clip, until: float = math.inf) -> int:
    """The number of the segment that is being filmed."""
    turn, place = divmod(int(min(time.monotonic(), until) * clip.fps), len(clip.units))
    keys = _keys(clip)
    return turn * len(keys) + sum(key <= place for key in keys) - 1


def _frames(clip: Clip, number: int) -> range:
    keys = _keys(clip)
    turn, place = divmod(number, len(keys))
    ends = [*keys[1:], len(clip.units)]
    return range(turn * len(clip.units) + keys[place], turn * len(clip.units) + ends[place])


def _playlist(clip: Clip, camera: str, until: float) -> str:
    end = _current(clip, until)
    first = max(0, end - LISTED)
    lengths = {number: len(_frames(clip, number)) / clip.fps for number in range(first, end)}
    longest = max(lengths.values(), default=1.0)
    lines = ["#EXTM3U", "#EXT-X-VERSION:3", f"#EXT-X-TARGETDURATION:{int(longest + 0.999)}", f"#EXT-X-MEDIA-SEQUENCE:{first}"]
    lines += [line for number, length in lengths.items() for line in (f"#EXTINF:{length:.3f},", f"{camera}/{number}.ts")]
    return "\n".join(lines) + "\n"
