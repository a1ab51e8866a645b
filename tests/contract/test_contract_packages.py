"""A package of recordings on the disk of a console: whole and as the trail has it, or not there."""

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from backend.recording.package import verify
from backend.rules import audit
from console.api import Api, ApiError
from console.connection import Connection
from console.written import whole, write_whole
from tests.backends import Backend
from tests.console.bad_line import BadLine
from tests.contract.conftest import ApiOf
from tests.contract.recorded import BEGAN, counted, recorded
from wire.codes import Role
from wire.recordings import RecordingExportOrder

__all__ = ["counted", "recorded"]
START, END = (datetime.fromtimestamp(BEGAN + second, UTC) for second in (0, 20))
ORDER = RecordingExportOrder(camera_ids=["k1", "k2"], start=START, end=END, reason="公安调取")


@pytest.fixture
def line(recorded: Backend) -> Iterator[BadLine]:
    line = BadLine(recorded.address)
    line.start()
    yield line
    line.stop()


def handed_out(api: Api, place: Path) -> None:
    with whole(place) as file:
        api.export_recordings(ORDER, file)


def test_that_a_package_is_whole_and_the_one_that_the_trail_has(api_of: ApiOf, recorded: Backend, tmp_path: Path) -> None:
    place = tmp_path / "package.zip"
    handed_out(api_of(Role.SHIFT_LEADER), place)
    assert verify(place).fault == ""
    digest = hashlib.sha256(place.read_bytes()).hexdigest()
    with recorded.database.read() as work:
        assert sum(digest in entry.detail for entry in audit.page(work, 0, 100).entries) == len(ORDER.cameras)
    assert [each.name for each in tmp_path.iterdir() if each.suffix == ".part"] == []


def test_that_of_one_that_is_spoilt_or_breaks_off_nothing_is_left(api_of: ApiOf, line: BadLine, tmp_path: Path) -> None:
    told = api_of(Role.SHIFT_LEADER)
    api = Api(Connection(line.url, told.connection.token))
    place = tmp_path / "kept" / "package.zip"
    place.parent.mkdir()
    line.spoil = lambda path, body: body[:-1] + bytes([body[-1] ^ 1])
    with pytest.raises(ApiError) as caught:
        handed_out(api, place)
    assert caught.value.problem.code == "bad_answer"
    line.trouble = lambda method, path: (503, b"<html>")
    with pytest.raises(ApiError) as caught:
        handed_out(api, place)
    assert caught.value.problem.code == "server_error"
    assert list(place.parent.iterdir()) == []
    with pytest.raises(ApiError) as caught:
        write_whole(tmp_path / "nowhere" / "package.zip", b"x")
    assert caught.value.problem.code == "not_written"
