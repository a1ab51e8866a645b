"""The report form with all that it asks, on a real backend: the room of the desk without the rest of the desk."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtGui import QImage

from console.actions import Actions
from console.api import Api
from console.hall.disk import Disk
from console.hall.hall import Hall
from console.rooms.intake import Intake
from console.wall.wall import Wall
from console.workers.caller import Caller
from console.workers.outbox import Outbox
from console.workers.shelf import Shelf
from wire.codes import RegisterKind
from wire.registers import EntriesOrder, EntryOrder

GATES = [EntryOrder(id=f"g{number}", name=f"瑞祥路{number}号", lon=111.0 + number / 10_000, lat=35.02) for number in (1, 11, 12, 111)]


def furnish(admin: Api) -> None:
    """Gates to be found by their names."""
    admin.write_entries(RegisterKind.GATE, EntriesOrder(put=GATES), key="gates-of-the-street")


def shown() -> QImage:
    """What the hot video pane would show."""
    picture = QImage(640, 360, QImage.Format.Format_RGB32)
    picture.fill(0x557799)
    return picture


@contextmanager
def intake_desk(api: Api, folder: Path) -> Iterator[tuple[Hall, Intake]]:
    """The form stands in its wall, and is shown."""
    hall, shelf, disk = Hall(api.me()), Shelf(folder / "outbox.db"), Disk(folder / "picture.db")
    hall.set_catalogue(api.catalogue())
    caller, outbox, wall = Caller(api), Outbox(api, shelf), Wall(lambda: None, lambda _: None)
    actions, intake = Actions(hall, caller, outbox, disk), Intake(hall, caller, wall)
    intake.report.reported.connect(actions.report)
    intake.report.linked.connect(actions.order)
    intake.report.still_wanted.connect(lambda: intake.report.take_still(shown(), "camera"))
    intake.keep_in(folder, 1)
    intake.hang()
    outbox.start()
    wall.resize(1366, 768)
    intake.open()
    wall.arranged.connect(lambda _: wall.show_pane("report"))
    wall.show()
    wall.activateWindow()
    try:
        yield hall, intake
    finally:
        outbox.stop()
        caller.stop()
        intake.close()
        wall.close()
        shelf.close()
        disk.close()
        wall.deleteLater()
        for part in (intake, actions, hall):
            part.deleteLater()
