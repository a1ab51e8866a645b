"""Makes a fresh Debian or Ubuntu machine ready: `python3 tools/prepare.py demo|test|qgis`, `capture` for
a real clip, and `peers` for what benches set beside ours. A second run finds everything done and is quick.

System packages, the virtual environment `.venv`, the map's npm packages. Standard library only.
"""

import hashlib
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

HERE = Path(__file__).resolve().parent.parent
VENV = HERE / ".venv"
PYTHON = VENV / "bin" / "python"
PEERS = HERE / "var" / "peers"
MAP = HERE / "resources" / "map"
CLIP, CLIP_PACKAGE = HERE / "var" / "real" / "vtest.avi", "opencv-doc"  # data for `bench capture`; never installed
PACKAGES = {"demo": ["demo"], "test": ["demo", "test"], "qgis": ["demo", "test", "qgis"], "peers": ["peers"]}  # of debian.toml, by purpose


def main(purpose: str) -> None:
    if purpose == "capture":
        fetch_clip()
        return
    install_system_packages(purpose)
    if purpose == "peers":
        install_peers()
        return
    install_python_packages(purpose)
    install_map_packages(purpose)


def stop(sentence: str) -> NoReturn:
    print(sentence, file=sys.stderr)
    raise SystemExit(2)


def run(*command: str | Path, where: Path = HERE, env: dict[str, str] | None = None) -> None:
    """The command's own output is shown only when it fails."""
    done = subprocess.run(command, cwd=where, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode:
        print(done.stdout, file=sys.stderr)
        stop(f"This failed, with the output above: {shlex.join(map(str, command))}")


def say(text: str) -> None:
    print(f"prepare: {text}", flush=True)


# --- system packages


def install_system_packages(purpose: str) -> None:
    wanted = tomllib.loads((HERE / "tools" / "debian.toml").read_text())
    names = [name for each in PACKAGES[purpose] for name in wanted[each]]
    missing = [name for name in names if not any(is_installed(part) for part in alternatives(name))]
    if not missing:
        return
    if not shutil.which("apt-get"):
        stop("This is neither Debian nor Ubuntu: install what these Debian packages hold, then come back: " + " ".join(missing))
    rights = rights_to_install()
    if rights is None:
        known = [choose(name, has_candidate) for name in missing]
        if None in known:
            stop(
                "System packages are missing, and the package lists of this machine do not name them. Please run: sudo apt-get update; then come back"
            )
        stop("System packages are missing. Please run: sudo apt-get install -y --no-install-recommends " + " ".join(filter(None, known)))
    say(f"installing {len(missing)} system packages")
    apt = [*rights, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]  # behind sudo, which lets no variable through
    run(*apt, "update")
    run(*apt, "install", "-y", "--no-install-recommends", *(choose(name, has_candidate) or alternatives(name)[0] for name in missing))


def alternatives(name: str) -> list[str]:
    return [part.strip() for part in name.split("|")]


def is_installed(package: str) -> bool:
    if not shutil.which("dpkg-query"):
        return False
    answer = subprocess.run(["dpkg-query", "-W", "-f", "${Status}", package], capture_output=True, text=True, check=False)
    return answer.stdout == "install ok installed"


def choose(name: str, exists: Callable[[str], bool]) -> str | None:
    """The first of the alternatives that exists; none when none does."""
    return next((part for part in alternatives(name) if exists(part)), None)


def has_candidate(package: str) -> bool:
    """Whether apt could install a package of this very name: a name that others only provide is none."""
    answer = subprocess.run(["apt-cache", "policy", package], capture_output=True, text=True, check=False, env=os.environ | {"LC_ALL": "C"})
    return "Candidate:" in answer.stdout and "Candidate: (none)" not in answer.stdout


def rights_to_install() -> list[str] | None:
    """The words before apt-get, none when this user may not install."""
    if os.geteuid() == 0:
        return []
    if not shutil.which("sudo"):
        return None
    asking = [] if sys.stdin.isatty() else ["-n"]
    return ["sudo", *asking] if subprocess.run(["sudo", *asking, "true"], check=False, stderr=subprocess.DEVNULL).returncode == 0 else None


def fetch_clip() -> None:
    """A real clip out of a Debian package, which is taken apart and not installed. Where that cannot be had, the bench says so."""
    if CLIP.exists():
        return
    if not shutil.which("apt-get") or not shutil.which("dpkg-deb"):
        say(f"no real clip: the Debian package {CLIP_PACKAGE} cannot be had here")
        return
    CLIP.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=CLIP.parent) as name:
        folder = Path(name)
        say(f"fetching a real clip from the Debian package {CLIP_PACKAGE} (96 MB)")
        done = subprocess.run(["apt-get", "download", CLIP_PACKAGE], cwd=folder, capture_output=True, text=True, check=False)
        packages = list(folder.glob("*.deb"))
        if done.returncode or not packages:
            say(f"no real clip: apt-get could not download {CLIP_PACKAGE}")
            return
        run("dpkg-deb", "-x", packages[0], folder / "all")
        shutil.move(next((folder / "all").rglob(CLIP.name)), CLIP)


# --- what is fetched, once per content of its lock


def is_done(stamp: Path, mark: str) -> bool:
    return stamp.is_file() and stamp.read_text() == mark


def mark_of(*parts: Path | str) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.read_bytes() if isinstance(part, Path) else part.encode())
    return digest.hexdigest()


def install_python_packages(purpose: str) -> None:
    if not PYTHON.exists():
        say("making the virtual environment .venv")
        run(sys.executable, "-m", "venv", VENV)
    purpose = "demo" if purpose == "demo" else "test"
    lock = HERE / "requirements" / f"{purpose}.txt"
    stamps = {name: VENV / f"prepared-{name}" for name in ("demo", "test")}
    mark = mark_of(lock, sys.version)
    if is_done(stamps[purpose], mark):
        return
    say("installing the Python packages (some 700 MB at the first time)")
    run(PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r", lock)
    stamps[purpose].write_text(mark)


def install_peers() -> None:
    """Into a Python of their own: they would bring half as much again into `.venv`, and versions that nobody else wants."""
    lock, python = HERE / "requirements" / "peers.txt", PEERS / "bin" / "python"
    stamp, mark = PEERS / "prepared", mark_of(lock, sys.version)
    if is_done(stamp, mark):
        return
    say("installing what the benches set beside ours (some 330 MB)")
    run(sys.executable, "-m", "venv", PEERS)
    run(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r", lock)
    stamp.write_text(mark)


def install_map_packages(purpose: str) -> None:
    """What only the benches set beside ours is left out of a demo."""
    lock = MAP / "package-lock.json"
    stamp = MAP / "node_modules" / ".prepared"
    marks = {name: mark_of(lock, name) for name in ("demo", "test")}
    if is_done(stamp, marks["test"]) or is_done(stamp, marks[purpose]):
        return
    say("fetching the map's npm packages")
    npm = shutil.which("npm")
    if npm is None:
        run(PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r", HERE / "requirements" / "node.txt")
        npm = str(VENV / "bin" / "npm")
    env = os.environ | {"PATH": f"{VENV / 'bin'}{os.pathsep}{os.environ['PATH']}"}
    left_out = ["--omit=dev"] if purpose == "demo" else []
    run(npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", *left_out, where=MAP, env=env)
    stamp.write_text(marks[purpose])


if __name__ == "__main__":
    if sys.argv[1:] not in [[purpose] for purpose in (*PACKAGES, "capture")]:
        stop("usage: python3 tools/prepare.py demo|test|qgis|capture|peers")
    main(sys.argv[1])
