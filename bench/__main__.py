"""Runs benches by name, each in a process of its own, and records what they print."""

import pkgutil
import subprocess
import sys
from importlib import import_module

import bench
from bench import record

MAP_PARTS = ("map_window", "map_pages", "map_hall", "map_fetch", "map_contender", "map_peer", "map_verdict", "map_picks")
ONLY_RUN = "--print"  # in the child: run and print, record nothing
NO_BENCH = {
    "__main__",
    "record",
    "figures",
    "stage",
    "capture_real",
    "watching",
    "case_crowd",
    "traffic",
    "pollers",
    "commands",
    "sitting",
    "switched",
    "video_films",
    "video_glass",
    "video_sitting",
    "positions_day",
    "osm_city",
    "slopes",
    "tracks_peer",
    "tracks_modes",
    "replay_peer",
    *MAP_PARTS,
}


def names() -> list[str]:
    return sorted({module.name for module in pkgutil.iter_modules(bench.__path__) if not module.ispkg} - NO_BENCH)


def measure(name: str) -> int:
    """Run one bench, show and record what it printed; its exit status."""
    code = record.code()
    done = subprocess.run([sys.executable, "-m", "bench", name, ONLY_RUN], stdout=subprocess.PIPE, text=True)
    print(done.stdout, end="", flush=True)
    if done.returncode == 0:
        record.put(name, done.stdout, of=code)
    return done.returncode


def main(words: list[str]) -> int:
    known = names()
    if len(words) == 2 and words[0] in known and words[1] == ONLY_RUN:
        import_module(f"bench.{words[0]}").main()
        return 0
    if not words or set(words) - {*known, "all"}:
        print(f"bench: say some of {', '.join(known)}, or all", file=sys.stderr)
        return 2
    failed = [name for name in (known if "all" in words else words) if measure(name)]
    if failed:
        print(f"bench: {', '.join(failed)} failed; what stood in the figures of these stays", file=sys.stderr)
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
