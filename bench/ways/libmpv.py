"""libmpv in windows of X without a GPU, a process for each stream: sixteen players in one process broke down now and then. Runs in Debian's own
Python: `python3-mpv`.

The options are those that mpv's manual has for the least delay; a player that has lost its stream opens it anew.
"""

import json
import locale
import subprocess
import sys
import time

import mpv

from bench.ways import telling

OPTIONS = {
    "vo": "x11",
    "profile": "low-latency",
    "untimed": True,
    "cache": False,
    "audio": False,
    "hwdec": "no",
    "vd_lavc_threads": 1,
    "rtsp_transport": "tcp",
    "network_timeout": 4,
    "loop_playlist": "force",
    "force_window": True,
    "border": False,
    "osc": False,
    "osd_level": 0,
    "config": False,
    "load_scripts": False,
    "ytdl": False,
    "input_default_bindings": False,
}


def main() -> None:
    order = telling.ordered()
    if len(order.urls) > 1:
        in_processes(order)
        return
    locale.setlocale(locale.LC_NUMERIC, "C")
    ((x, y, width, height),) = order.places
    player = mpv.MPV(geometry=f"{width}x{height}+{x}+{y}", **OPTIONS)
    telling.begun(order.places)
    player.play(order.urls[0])
    telling.wait()
    telling.ended([])
    player.terminate()


def in_processes(order: telling.Order) -> None:
    began, command = time.monotonic(), [sys.executable, "-m", "bench.ways.libmpv"]
    orders = [json.dumps({"urls": [url], "places": [place]}) for url, place in zip(order.urls, order.places, strict=True)]
    players = [subprocess.Popen([*command, each], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) for each in orders]
    telling.begun(order.places, began)
    telling.wait()
    gone = [player.returncode for player in players if player.poll() is not None]
    if gone:
        sys.stderr.write(f"{len(gone)} of {len(players)} players have ended by themselves, with {gone}\n")
    else:
        telling.ended([])
    for player in players:
        player.communicate()
    sys.exit(int(bool(gone)))


if __name__ == "__main__":
    main()
