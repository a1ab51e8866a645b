"""Recording beside bare `ffmpeg -c copy`, and what a search in recordings costs: the same cameras, in turns, in the same minutes."""

import os
import shutil
import subprocess
import tempfile
import threading
import time
from pathlib import Path
from statistics import median

import numpy as np
import psutil

from backend.recording.store import Kept, RecordingStore
from backend.recording.worker import Parts, RecordingWorker
from backend.rules.recording_plans import Wanted
from bench import figures, stage
from console.workers.footage_clip import Clip
from media.pace import Gate
from tests.simulator.counted import error_s, make_counted, number_in
from tools.household import Household
from wire.recordings import RecordingWhy

RUNS, CAMERAS, SECONDS, SEEKS = 3, 8, 20.0, 60
OURS, FLOOR = "our recorder, a thread each", "floor: ffmpeg -c copy, a process each"


def ours(folder: Path, urls: list[str]) -> tuple[float, list[Kept]]:
    """CPU ms per stream and second, and the files."""
    kept: list[Kept] = []
    parts = Parts(RecordingStore(folder), lambda _: "", kept.append, Gate())
    workers = [RecordingWorker(Wanted(f"k{place}", url, RecordingWhy.MARKED), 6.0, parts) for place, url in enumerate(urls)]
    before = time.process_time()
    for worker in workers:
        worker.start()
    threading.Event().wait(SECONDS)
    for worker in workers:
        worker.stop()
    for worker in workers:
        worker.join()
    return 1000 * (time.process_time() - before) / SECONDS / len(urls), kept


def floor(folder: Path, urls: list[str]) -> float:
    command = ["ffmpeg", "-v", "quiet", "-rtsp_transport", "tcp", "-i"]
    runs = [
        subprocess.Popen([*command, url, "-c", "copy", "-t", str(SECONDS), str(folder / f"{place}.mp4")], stdin=subprocess.DEVNULL)
        for place, url in enumerate(urls)
    ]
    before = psutil.Process().cpu_times()
    ended = [run.wait() for run in runs]
    if any(ended):
        raise RuntimeError("ffmpeg has not recorded every camera: there is nothing to be set beside ours")
    after = psutil.Process().cpu_times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return 1000 * used / SECONDS / len(urls)


def seeks(store: RecordingStore, kept: list[Kept]) -> tuple[list[float], list[float]]:
    """Milliseconds of each search from the bytes to the picture, and how far the picture is from its moment."""
    took, errors, random = [], [], np.random.default_rng(1)
    for place in random.integers(0, len(kept), SEEKS):
        file = kept[place]
        length = (file.span.end - file.span.start).total_seconds()
        second = float(random.uniform(0, length - 0.1))
        began = time.perf_counter()
        clip = Clip(store.read(file.path))
        frame = clip.frame(clip.place(second))
        took.append(1000 * (time.perf_counter() - began))
        if frame is not None:
            errors.append(1000 * abs(error_s(number_in(frame.to_ndarray(format="gray")), file.span.start.timestamp() + second)))
        clip.close()
    return took, errors


def main() -> None:
    measured: dict[str, list[float]] = {OURS: [], FLOOR: []}
    took, errors = [], []
    with tempfile.TemporaryDirectory(prefix="yiping-bench-") as name:
        clips = Path(name) / "clips"
        clips.mkdir()
        make_counted(clips / "counted.mp4")
        household = Household(Path(name) / "log")
        try:
            port = stage.serve_cameras(household, clips)
            for run in range(RUNS):
                urls = [f"rtsp://127.0.0.1:{port}/counted/{run}-{number}" for number in range(CAMERAS)]
                folder = Path(name) / f"ours{run}"
                folder.mkdir()
                used, kept = ours(folder, urls)
                measured[OURS].append(used)
                each_took, each_errors = seeks(RecordingStore(folder), kept)
                took += each_took
                errors += each_errors
                if shutil.which("ffmpeg"):
                    other = Path(name) / f"floor{run}"
                    other.mkdir()
                    measured[FLOOR].append(floor(other, urls))
        finally:
            household.end()
    print(f"{__doc__}\n\n{RUNS} rounds of {SECONDS:.0f} s, {CAMERAS} cameras of 320 x 180 at 15; load average at the end {os.getloadavg()[0]:.1f}.\n")
    rows = [figures.Row(title, values) for title, values in measured.items() if values]
    print(figures.table("Recording, CPU ms per stream and second", rows), end="\n\n")
    if measured[FLOOR]:
        print(f"Over the floor: {median(measured[OURS]) / median(measured[FLOOR]):.2f} ×.\n")
    else:
        print("ffmpeg is not installed here, and nothing stands beside ours: `python3 tools/prepare.py peers`.\n")
    print("| of a moment in a recording | p50 | p95 | worst |\n|---|---:|---:|---:|")
    for title, values in (("from the bytes to the picture, ms", took), ("the picture is from its moment, ms", errors)):
        print(f"| {title} | {np.percentile(values, 50):.0f} | {np.percentile(values, 95):.0f} | {max(values):.0f} |")


if __name__ == "__main__":
    main()
