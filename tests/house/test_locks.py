"""The locks name no registry, and hold what they promise."""

import json
import re
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parents[2]
LOCKS = sorted((HERE / "requirements").glob("*.txt"))


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_that_a_python_lock_names_no_address_and_hashes_every_package(lock: Path) -> None:
    text = lock.read_text()
    assert "://" not in text
    assert "index-url" not in text
    packages = re.split(r"\n(?=[a-z0-9])", text.partition("\n")[2].partition("\n")[2])
    assert packages
    assert all("--hash=sha256:" in package for package in packages)


def test_that_the_npm_lock_names_no_address() -> None:
    lock = json.loads((HERE / "resources" / "map" / "package-lock.json").read_text())
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert packages
    assert all("resolved" not in package for package in packages.values())
    assert all(package["integrity"].startswith("sha512-") for package in packages.values())


def test_that_qt_is_pinned_to_the_release_that_does_not_abort() -> None:
    for lock in LOCKS:
        if lock.name not in ("node.txt", "peers.txt"):
            assert "\npyside6==6.11.2" in lock.read_text()
            assert "\npyside6-qtads==5.1.1" in lock.read_text()
