"""The video wall, beside bare decoding of the same streams in the same minutes: processor time per stream and second.

The project's own camera server, each way in a process of its own under Xvfb without a GPU, taken in turns. The films are encoded once more as a
camera does it, Main profile with CABAC and deblocking: the simulator's own, made in haste, take a third as long to decode and flatter no wall.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

import av
import msgspec

from bench import figures, stage
from bench.video_sitting import Sitting
from simulator.clips.library import Take, path_of, prepare
from tools.household import Household
from tools.xvfb import environment, screen

RUNS, STEADY_S, LIMIT_S = 3, 6.0, 150
SUB = Take("sub", "avenue", 640, 360, 15, 600_000)
MAIN = Take("main", "avenue", 1920, 1080, 25, 4_000_000)
HEVC = Take("hevc", "avenue", 640, 360, 15, 600_000)
CASES = (
    ("16 small streams, 640 x 360 at 15", "sub", 16),
    *((f"{count} small stream{'s' * (count > 1)}", "sub", count) for count in (1, 4, 9, 25)),
    ("16 small streams in H.265", "hevc", 16),
    ("4 large streams, 1920 x 1080 at 25", "main", 4),
)
KEYS = "keyint={gop}:min-keyint={gop}:scenecut=0:bframes=0"
WAYS = {"wall": "our video wall, painted", "decode": "floor: PyAV decodes, and throws away", "ffmpeg": "floor: ffmpeg -f null, a process each"}


def as_cameras_do(path: Path, take: Take) -> None:
    """The same pictures, as large at most."""
    coded, keys = path.with_name(f".{path.name}"), KEYS.format(gop=2 * take.fps)
    codec, options = "libx264", {"preset": "veryfast", "profile": "main", "x264-params": keys}
    if take is HEVC:
        codec, options = "libx265", {"preset": "veryfast", "x265-params": f"{keys}:log-level=none"}
    with av.open(str(path)) as film, av.open(str(coded), "w", format="mp4") as camera:
        stream = camera.add_stream(codec, rate=take.fps, options=options)
        stream.width, stream.height, stream.pix_fmt, stream.bit_rate = take.width, take.height, "yuv420p", take.bit_rate
        for frame in film.decode(video=0):
            camera.mux(stream.encode(frame))
        camera.mux(stream.encode())
    coded.replace(path)


def sit(way: str, urls: list[str], display: str) -> Sitting:
    command = [sys.executable, "-m", "bench.video_sitting", way, str(STEADY_S), *urls]
    done = subprocess.run(command, stdout=subprocess.PIPE, env=environment(display), cwd=stage.ROOT, timeout=LIMIT_S, check=True)
    return msgspec.json.decode(done.stdout.splitlines()[-1], type=Sitting)


def main() -> None:
    ways = [way for way in WAYS if way != "ffmpeg" or shutil.which("ffmpeg")]
    sat: dict[tuple[str, str], list[Sitting]] = {}
    with tempfile.TemporaryDirectory(prefix="yiping-bench-") as name, screen() as display:
        prepare(Path(name) / "clips", [SUB, MAIN, HEVC])
        for take in (SUB, MAIN, HEVC):
            as_cameras_do(path_of(Path(name) / "clips", take), take)
        household = Household(Path(name) / "log")
        try:
            port = stage.serve_cameras(household, Path(name) / "clips")
            for run in range(RUNS):
                for title, clip, count in CASES:
                    for way in ways:
                        urls = [f"rtsp://127.0.0.1:{port}/{clip}/{run}-{way}-{number}" for number in range(count)]
                        sat.setdefault((title, way), []).append(sit(way, urls, display))
        finally:
            household.end()
    print(f"{__doc__.splitlines()[0]}\n\n{RUNS} rounds of {STEADY_S:.0f} s; load average at the end {os.getloadavg()[0]:.1f}.\n")
    for title, _, _ in CASES:
        print(figures.table(title, [figures.Row(WAYS[way], [each.cpu_ms for each in sat[title, way]]) for way in ways]), end="\n\n")
    show_wall({title: {way: sat[title, way] for way in ways} for title, _, _ in CASES})
    print(f"\nBudget: at most 1.7 times bare ffmpeg with 16 small streams. {ffmpeg_here()}")


def show_wall(cases: dict[str, dict[str, list[Sitting]]]) -> None:
    print("| the wall | over ffmpeg | over PyAV | all pictures after, s | pictures/s | GUI timer late p95, ms | p99.9, ms | memory, MB |")
    print("|---|---:|---:|---:|---:|---:|---:|---:|")
    for title, sat in cases.items():
        ratios = [over(sat["wall"], sat.get(floor, [])) for floor in ("ffmpeg", "decode")]
        columns = [median(getattr(each, name) for each in sat["wall"]) for name in ("first_s", "pictures_per_s", "late_ms", "latest_ms", "rss_mb")]
        print(f"| {title} | " + " | ".join([*ratios, *(f"{column:.1f}" for column in columns)]) + " |")


def over(wall: list[Sitting], floor: list[Sitting]) -> str:
    """Processor time beside that of a floor, medians of the same rounds."""
    return f"{median(each.cpu_ms for each in wall) / median(each.cpu_ms for each in floor):.2f} ×" if floor else "–"


def ffmpeg_here() -> str:
    if not shutil.which("ffmpeg"):
        return "It is not installed here: `python3 tools/prepare.py peers`."
    version = subprocess.run(["ffmpeg", "-version"], capture_output=True, text=True, check=True).stdout.split()[2]
    return f"Here that is {version}; PyAV, and we, decode with FFmpeg {av.ffmpeg_version_info}."


if __name__ == "__main__":
    main()
