"""Who opens a console again has all that he had the first time. Real console, real backend."""

import msgspec
import pytest
from PySide6.QtCore import QBuffer, QSize
from PySide6.QtGui import QColor, QImage

from backend.rules import cases
from console.desk import Desk
from tests.backend.centre import INSPECTOR, Centre, report_of
from tests.backends import *  # noqa: F403
from tests.backends import Backend
from tests.end2end.small_hall import *  # noqa: F403
from tests.end2end.small_hall import HallAt, Keyboard, desk_of
from wire.codes import Role

pytestmark = [pytest.mark.gui, pytest.mark.timeout(300)]
FINDINGS = 6


def picture(number: int) -> bytes:
    made, buffer = QImage(QSize(64, 36), QImage.Format.Format_RGB32), QBuffer()
    made.fill(QColor.fromHsv(number * 40, 200, 200))
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    made.save(buffer, "JPG")  # type: ignore[call-overload]
    return buffer.data().data()


def find(backend: Backend, centre: Centre) -> None:
    """Findings, each with a picture of its own."""
    door = backend.client(Role.INSPECTOR)
    for number in range(FINDINGS):
        photo = door.post("/v1/photos", data=picture(number), headers={"Content-Type": "image/jpeg"}).json()["id"]
        with centre.writing(INSPECTOR) as work:
            cases.report(work, msgspec.structs.replace(report_of(f"f{number}"), photos=[photo]))


def shown(desk: Desk) -> bool:
    """Every finding lies on the light table with its picture."""
    table = desk.desks.triage
    pictures = [table.thumbs.of(case.id) for row in range(FINDINGS) if (case := table.model.case(row)) is not None]
    return table.isVisible() and len(pictures) == FINDINGS and all(picture is not None and not picture.isNull() for picture in pictures)


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_that_findings_have_their_pictures_when_a_console_opens_on_what_it_knew(
    backend: Backend, centre: Centre, hall_at: HallAt, keyboard: Keyboard
) -> None:
    find(backend, centre)
    for _ in range(2):
        console = hall_at("chen", Role.ACCEPTOR)
        desk = desk_of(console)
        desk.wall.show_pane("triage")
        keyboard.until(lambda desk=desk: shown(desk))
        console.end()
