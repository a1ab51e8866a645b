"""What `make demo` asks for on a machine whose user may install nothing: a command that is right on that release."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.prepare import alternatives, choose

HERE = Path(__file__).resolve().parents[2]
AS_NOBODY = "import os, sys; from tools import prepare; os.getuid() or os.setuid(65534); prepare.main(sys.argv[1])"  # not as root, who needs no sudo
RENAMED = {"bookworm": ("libglib2.0-0", "libasound2"), "noble": ("libglib2.0-0t64", "libasound2t64")}
# As apt-cache answers for a name that it has, one that others provide, and one that it has never heard of.
APT_CACHE = """#!/bin/sh
case "$2" in
{absent}) printf '%s:\\n  Installed: (none)\\n  Candidate: (none)\\n' "$2" ;;
*) printf '%s:\\n  Installed: (none)\\n  Candidate: 1.2\\n' "$2" ;;
esac
"""


@pytest.fixture
def programs() -> Iterator[Path]:
    """A folder of programs that everybody may run."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        write(folder / "apt-get", "#!/bin/sh\nexit 1\n")
        yield folder


def write(path: Path, text: str) -> None:
    path.write_text(text)
    path.chmod(0o755)


def prepare(programs: Path, purpose: str = "demo") -> tuple[int, str]:
    command = [sys.executable, "-c", AS_NOBODY, purpose]
    done = subprocess.run(command, cwd=HERE, env={"PATH": str(programs)}, capture_output=True, text=True, check=False)
    return done.returncode, done.stderr


@pytest.mark.parametrize("release", sorted(RENAMED))
def test_that_who_may_not_install_is_told_the_command_of_his_release(programs: Path, release: str) -> None:
    absent = "|".join(name for other, names in RENAMED.items() if other != release for name in names)
    write(programs / "apt-cache", APT_CACHE.format(absent=absent))
    status, said = prepare(programs)
    assert (status, said.count("\n")) == (2, 1)
    words = said.split("sudo apt-get install -y --no-install-recommends ")[1].split()
    assert {word for word in words if word.startswith(("libglib2.0-0", "libasound2"))} == set(RENAMED[release])


def test_that_what_the_benches_set_beside_ours_needs_its_system_packages_too(programs: Path) -> None:
    write(programs / "apt-cache", APT_CACHE.format(absent="nothing"))
    status, said = prepare(programs, "peers")
    assert (status, said.strip().split("--no-install-recommends ")[1]) == (2, "ffmpeg python3-mpv")


def test_that_empty_package_lists_are_said(programs: Path) -> None:
    write(programs / "apt-cache", "#!/bin/sh\nexit 0\n")
    status, said = prepare(programs)
    assert (status, said.count("\n")) == (2, 1)
    assert "sudo apt-get update" in said
    assert "install -y" not in said


def test_that_the_first_alternative_that_exists_is_taken() -> None:
    line = "postgresql-15 | postgresql-16 | postgresql-17"
    assert alternatives(line) == ["postgresql-15", "postgresql-16", "postgresql-17"]
    assert choose(line, {"postgresql-17", "postgresql-16"}.__contains__) == "postgresql-16"
    assert choose(line, lambda _: False) is None
