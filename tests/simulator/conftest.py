"""One small demo city for all tests that need one."""

from pathlib import Path

import pytest

from simulator import files
from simulator.city import City, build
from simulator.ways import Ways
from tests.simulator.small_city import SMALL


@pytest.fixture(scope="session")
def city() -> City:
    return build(seed=1, scale=SMALL)


@pytest.fixture(scope="session")
def city_folder(city: City, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("city")
    files.write(city, folder)
    return folder


@pytest.fixture(scope="session")
def ways(city_folder: Path) -> Ways:
    return Ways(city_folder)
