"""The published budgets of the keyboard hold at a whole desk: keys and seconds by the keystroke-level model. Real console, real backend."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from backend.rules import cameras, cases
from tests.backend.centre import ACCEPTOR, ADMIN, Centre, report_of
from tests.backends import *  # noqa: F403
from tests.contract.desk_walks import BUDGET_KEYS, BUDGET_S, WALKS, begin, is_ready, make_ready
from tests.contract.typist import Typist
from tests.end2end.small_hall import *  # noqa: F403
from tests.end2end.small_hall import WAIT_MS, HallAt, desk_of
from tests.simulator.camera_process import CameraProcess, make_clips
from wire.cameras import CameraOrder
from wire.codes import Role, Source, Status

pytestmark = [pytest.mark.gui, pytest.mark.timeout(300)]


@pytest.fixture
def streams(tmp_path: Path) -> Iterator[CameraProcess]:
    with CameraProcess(make_clips(tmp_path / "clips")) as process:
        yield process


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)  # keys are the same on both
@pytest.mark.parametrize("name", list(WALKS))
def test_that_a_job_keeps_its_budget(name: str, centre: Centre, hall_at: HallAt, qtbot: QtBot, request: pytest.FixtureRequest) -> None:
    if name == "frame":
        streams: CameraProcess = request.getfixturevalue("streams")
        with centre.writing(ADMIN) as work:
            cameras.put(work, CameraOrder(id="k13", code="k13", name="路口13", lon=111.0, lat=35.02, sub_url=streams.rtsp("long/crossing")))
    with centre.writing(ADMIN) as work:
        for number in (11, 12):
            cameras.put(work, CameraOrder(id=f"k{number}", code=f"k{number}", name=f"路口{number}", lon=111.0, lat=35.02))
    case_id = centre.bring(Status.PENDING_DISPATCH).id
    desk = desk_of(hall_at("liu", Role.DISPATCHER, Role.VIDEO_PATROLLER))
    make_ready(desk, name)
    if name == "acknowledge":  # what comes since the console was opened
        with centre.writing(ACCEPTOR) as work:
            cases.report(work, msgspec.structs.replace(report_of("seen", Source.AI), camera_id="k11"))
    qtbot.waitUntil(lambda: is_ready(desk, name), timeout=WAIT_MS)
    begin(desk, name)
    typist = Typist(lambda condition: qtbot.waitUntil(condition, timeout=WAIT_MS))
    WALKS[name](desk, typist)
    assert typist.keys <= BUDGET_KEYS[name], typist.steps
    assert typist.seconds <= BUDGET_S[name], typist.steps
    if name == "dispatch":
        qtbot.waitUntil(lambda: centre.card(case_id).case.status is Status.PENDING_DISPOSAL, timeout=WAIT_MS)
    elif name == "camera":
        assert desk.video.panes[desk.video.hot].camera_id == "k12"
