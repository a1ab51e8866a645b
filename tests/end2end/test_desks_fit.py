"""Every desk has room on the smallest screens: no pane makes the window higher or wider than its screen, in either language."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication

from console.settings import LANGUAGES
from console.wall.desks import desks
from tests.backend.centre import Centre
from tests.backends import *  # noqa: F403
from tests.console.test_labels import PANES
from tests.end2end.small_hall import *  # noqa: F403
from tests.end2end.small_hall import HallAt, desk_of
from wire.codes import Role, Status

pytestmark = [pytest.mark.gui, pytest.mark.timeout(600)]
SCREENS = (QSize(1366, 768), QSize(1600, 900))


@pytest.fixture
def url(tmp_path: Path, empty_sqlite: Path) -> str:
    """How a window is laid out is no matter of the database."""
    (tmp_path / "yiping.db").write_bytes(empty_sqlite.read_bytes())
    return f"sqlite:///{tmp_path / 'yiping.db'}"


def test_that_every_desk_has_room(centre: Centre, hall_at: HallAt) -> None:
    """Of somebody who holds every post, and so has every queue."""
    centre.bring(Status.DISPOSING)
    desk, large = desk_of(hall_at("all", *desks(), department_id="d1")), list[str]()
    for language in LANGUAGES:
        desk.language_wanted.emit(language)
        for post, places in (*desks().items(), ("everything", None)):
            shown = [name for names in places.values() for name in reversed(names)] if places else desk.wall.names()
            for screen in SCREENS:
                desk.wall.resize(screen)
                desk.wall.lay(places)
                for name in shown:
                    desk.wall.show_pane(name)
                    QApplication.processEvents()
                    size = desk.wall.size()
                    if size.height() > screen.height() or size.width() > screen.width():
                        asked = desk.wall.pane(name).minimumSizeHint().toTuple()
                        large.append(f"{language} {post}: with {name}, which asks for {asked}, {size.toTuple()} on {screen.toTuple()}")
                        desk.wall.resize(screen)
    assert not large, "\n".join(large)


def test_that_the_form_in_which_posts_are_lent_is_whole_on_the_desk_of_an_administrator(hall_at: HallAt) -> None:
    """Of somebody who holds every post, and so can lend every one."""
    desk, cut = desk_of(hall_at("all", *desks(), department_id="d1")), list[str]()
    form = desk.authorising.pane
    for language in LANGUAGES:
        desk.language_wanted.emit(language)
        for screen in SCREENS:
            desk.wall.resize(screen)
            desk.wall.lay(desks()[Role.ADMIN])
            desk.wall.show_pane("authorisations")
            QApplication.processEvents()
            needed = form.minimumSizeHint().width(), form.heightForWidth(form.width())
            if form.width() < needed[0] or form.height() < needed[1]:
                cut.append(f"{language} {screen.toTuple()}: has {form.size().toTuple()} of {needed}")
    assert not cut, "\n".join(cut)


def test_that_the_labels_of_every_pane_are_tried(hall_at: HallAt) -> None:
    """The map is a page, with tests of its own; the panes of the past are not on the wall."""
    names = {name for name in desk_of(hall_at("all", *desks(), department_id="d1")).wall.names() if name.partition("-")[0] != "map"}
    assert names <= PANES.keys()
