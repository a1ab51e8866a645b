"""What every test shares."""

from pathlib import Path

import pytest

REAL_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture
def real_data(request: pytest.FixtureRequest) -> Path:
    """The folder of real input; a test that needs it is left out, by name and in words, where there is none."""
    if not REAL_DATA.is_dir():
        pytest.skip(f"no real data beside the project ({REAL_DATA.name}): {request.node.name} was not run")
    return REAL_DATA
