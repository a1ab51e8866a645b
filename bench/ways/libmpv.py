"""libmpv, a player for each stream in one process, in windows of X without a GPU. Runs in Debian's own Python: `python3-mpv`.

The options are those that mpv's manual has for the least delay; a player that has lost its stream opens it anew.
"""

import locale

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
    locale.setlocale(locale.LC_NUMERIC, "C")
    players = [mpv.MPV(geometry=f"{width}x{height}+{x}+{y}", **OPTIONS) for x, y, width, height in order.places]
    telling.begun(order.places)
    for player, url in zip(players, order.urls, strict=True):
        player.play(url)
    telling.wait()
    telling.ended([])
    for player in players:
        player.terminate()


if __name__ == "__main__":
    main()
