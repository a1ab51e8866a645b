"""What a camera shows becomes a photo of the report that is being written, and of the case: a real stream, real windows, the real backend."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from backend.rules import cameras as camera_rules
from console.api import Api
from console.connection import Connection
from tests.backend.centre import ADMIN, Centre
from tests.backends import *  # noqa: F403
from tests.backends import Backend
from tests.contract.intake_desk import furnish
from tests.end2end.small_hall import *  # noqa: F403
from tests.end2end.small_hall import CONTROL, HallAt, Keyboard, desk_of
from tests.simulator.camera_process import CameraProcess, make_clips
from wire.cameras import CameraOrder
from wire.codes import Kind, Noun, PhotoPhase, Role, Source, Status, Verb

pytestmark = [pytest.mark.gui, pytest.mark.timeout(300)]
K = Qt.Key


def test_that_the_picture_of_a_camera_goes_into_the_photos_of_the_report_by_a_key(
    backend: Backend, centre: Centre, hall_at: HallAt, keyboard: Keyboard, tmp_path: Path
) -> None:
    furnish(Api(Connection(backend.address, backend.client(Role.ADMIN).token)))
    with CameraProcess(make_clips(tmp_path / "clips")) as process:
        with centre.writing(ADMIN) as work:
            url = process.rtsp("long/crossing")
            camera_rules.put(work, CameraOrder(id="cam-1", code="cam-1", name="瑞祥路口", lon=111.0, lat=35.02, sub_url=url, main_url=url))
        disposing = centre.bring(Status.DISPOSING).id
        console = hall_at("video", Role.VIDEO_PATROLLER, Role.ACCEPTOR, Role.HANDLER, department_id="d1")
        desk = desk_of(console)
        video, report = desk.video, desk.intake.report
        keyboard.until(lambda: "cam-1" in desk.hall.cameras)

        # Nothing is shown yet: the form says so.
        desk.wall.show_pane("report")
        keyboard.until(report.isVisible)
        report.matter.setFocus()
        keyboard.press(K.Key_P, modifiers=CONTROL)
        assert report.photos._error.text() == "无画面：请先在视频窗格选择监控点"

        # From the video pane, by the key there; once more from the form: the same picture is not added twice, another one is.
        desk.wall.show_pane("video")
        video.show_camera("cam-1")
        keyboard.until(lambda: video.isVisible() and video.still() is not None)
        video.panes[video.hot].setFocus()
        keyboard.press(K.Key_P, modifiers=CONTROL)
        keyboard.until(lambda: len(report.photos.value()) == 1)
        assert report.photos._error.text() == ""
        first = report.photos.value()[0]
        image, kind = report.photos.images()[0]
        picture = QImage.fromData(image)
        assert (kind, picture.width() > 100) == ("image/jpeg", True)

        report.source.set(Source.VIDEO)
        report.set_place(111.0011, 35.02, "瑞祥路11号")
        report.matter.set("污水井盖丢失")
        report.small.choose(Kind.COMPONENT, "0102")
        keyboard.until(lambda: report.condition.value() is not None)
        desk.wall.show_pane("report")
        report.matter.setFocus()
        made = report._id
        keyboard.press(K.Key_Return, modifiers=CONTROL)
        keyboard.until(lambda: made in desk.hall.cards)

        # An order that asks for photos takes it too, fetched from its note; what it sends hangs on the case as of after the disposal.
        desk.wall.show_pane("video")
        keyboard.until(lambda: video.still() is not None)
        desk.hall.selection.set(Noun.CASE, disposing)
        desk.wall.show_pane("card")
        desk.card.open_verb(Verb.SUBMIT)
        keyboard.until(lambda: desk.card.form is not None and desk.card.form.isVisible())
        form = desk.card.form
        assert form is not None
        form.fields["note"].setFocus()
        keyboard.press(K.Key_P, modifiers=CONTROL)
        keyboard.until(lambda: form.fields["photos"].value())
        keyboard.press(K.Key_Return, modifiers=CONTROL)
        keyboard.until(lambda: (card := desk.hall.cards.get(disposing)) is not None and card.case.submitted_at is not None)
    assert [photo.phase for photo in centre.card(disposing).photos][-1] is PhotoPhase.AFTER
    assert [photo.id for photo in centre.card(made).photos] == [first]
    stored = backend.client(Role.ACCEPTOR).get(f"/v1/photos/{first}")
    assert stored.content == image
