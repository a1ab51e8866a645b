"""Of every pane of every desk, on a real backend: when its data is old it says so, and so does what stands in no pane; every control has a name that
screen readers say, and every key of a pane is written in it or on the sheet of keys."""

import datetime as clocks
import logging
import re
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QKeySequence, QShortcut
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

import console.hall.clock
import console.map.ground
import console.rooms.camera_health
from backend.session import Database
from console import words
from console.desk import Desk
from console.hall.link import LinkState
from console.hall.verb_keys import key_groups
from console.settings import LANGUAGES
from console.wall.desks import desks
from console.widgets.pane import Pane, PaneState
from console.widgets.strip import Strip
from console.workers.poller import WAIT_S
from tests.backend.centre import Centre
from tests.backends import *  # noqa: F403
from tests.contract.served import Served
from tests.end2end.small_hall import *  # noqa: F403
from tests.end2end.small_hall import WAIT_MS, HallAt, desk_of
from wire.codes import Status

log = logging.getLogger(__name__)
pytestmark = [pytest.mark.gui, pytest.mark.timeout(600)]
KINDS = (Status.PENDING_DISPATCH, Status.DISPOSING, Status.CLOSED)
WITH_CLOCKS = (
    console.hall.clock,
    console.map.ground,
    console.rooms.camera_health,
)  # which ask the machine
OF_QT = (QLineEdit, QComboBox, QAbstractSpinBox, QAbstractItemView, QWebEngineView)  # what is inside of these is Qt's
SIGNS = {"Return": ("⏎", "Enter"), "Del": ("Delete",), "Left": ("←",), "Right": ("→", "← →")}  # as people write them
# Written on what they press, which is there only while it can be pressed: one of so many, a link to a likely repeat, a break of who has signed on.
ON_WHAT_THEY_PRESS = re.compile(r"((Ctrl|Alt|Ctrl\+Alt)\+)?\d|Ctrl\+D|A|Save")


@pytest.fixture
def url(tmp_path: Path, empty_sqlite: Path) -> str:
    """What a pane says is no matter of the database."""
    (tmp_path / "yiping.db").write_bytes(empty_sqlite.read_bytes())
    return f"sqlite:///{tmp_path / 'yiping.db'}"


@pytest.fixture
def backend(database: Database, url: str, tmp_path: Path) -> Iterator[SimpleNamespace]:
    """A process that can be killed."""
    served = Served(url, tmp_path / "data")
    served.start()
    alive = [served.kill]
    yield SimpleNamespace(database=database, address=served.address, kill=lambda: alive.pop()())
    for kill in alive:
        kill()


def walked(desk: Desk) -> Iterator[tuple[str, str]]:
    """Every pane of every post in front, one after the other."""
    for post, places in desks().items():
        desk.wall.lay(places)
        for name in (name for names in places.values() for name in reversed(names)):
            desk.wall.show_pane(name)
            QApplication.processEvents()
            yield post, name


def filled(centre: Centre) -> None:
    for status in KINDS:
        centre.bring(status, f"c-{status.lower()}")


@pytest.mark.parametrize("off", [0, 10, -10], ids=["the right time", "ten minutes ahead", "ten minutes behind"])
def test_that_nothing_old_looks_new(
    centre: Centre, backend: SimpleNamespace, hall_at: HallAt, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, off: int
) -> None:
    filled(centre)
    for module in WITH_CLOCKS:
        monkeypatch.setattr(module, "datetime", _wrong_by(clocks.timedelta(minutes=off)))
    desk = desk_of(hall_at("all", *desks(), department_id="d1"))
    link = desk.hall.link
    for post, name in walked(desk):
        assert _pane(desk, name).state() is not PaneState.STALE, f"{post}: {name} says that it is old while it is new"
    qtbot.waitUntil(lambda: link.state is LinkState.FRESH, timeout=WAIT_MS)

    # The moment that the link is lost is the moment at which every pane is marked, whether somebody looks at it or not.
    late: list[list[str]] = []
    note = link.changed.connect(lambda: late.append([name for name in desk.wall.names() if not _told_old(_pane(desk, name))]))
    backend.kill()
    killed = time.monotonic()
    qtbot.waitUntil(lambda: link.state is LinkState.LOST, timeout=WAIT_MS)
    log.info("all panes say so %.2f s after the kill; wanted: within %.0f s", time.monotonic() - killed, WAIT_S + 2)
    link.changed.disconnect(note)
    assert late[-1] == []

    bare: list[str] = []
    for post, name in walked(desk):
        pane = _pane(desk, name)
        said = pane.veil.says() if pane.veil.isVisible() else ""
        if not _told_old(pane) or not said or (pane.state() is PaneState.STALE and "失联" not in said) or "失联" not in pane.chip.text():
            bare.append(f"{post}: {name} is {pane.state()} and says {said!r}, {pane.chip.text()!r}")
        bare += [f"{post}: with {name} in front there is {said!r} outside of any pane" for said in _outside(desk)]
    assert not bare, "\n".join(sorted(set(bare)))
    assert desk.strip.findChildren(QLabel)[0].text().startswith("后台失联")
    assert desk.strip.findChildren(QLabel)[0].property("tone") == "danger"


def test_that_every_control_has_a_name_and_every_key_is_written_somewhere(centre: Centre, hall_at: HallAt) -> None:
    filled(centre)
    desk = desk_of(hall_at("all", *desks(), department_id="d1"))
    nameless, unwritten = set[str](), set[str]()
    for language in LANGUAGES:
        desk.language_wanted.emit(language)
        for _, name in walked(desk):
            pane = _pane(desk, name)
            nameless |= {f"{language} {name}: {_called(each)}" for each in _controls(pane) if not _spoken(each)}
            written = " ".join((*_texts(pane), *(key for group in key_groups() for key, *_ in group.keys)))
            unwritten |= {f"{language} {name}: {key}" for key in _keys(pane) if not _is_written(key, written)}
        nameless |= {f"{language} strip: {_called(each)}" for each in _controls(desk.strip) if not _spoken(each)}
    assert not nameless, "no screen reader can say these:\n" + "\n".join(sorted(nameless))
    assert not unwritten, "nobody is told of these keys:\n" + "\n".join(sorted(unwritten))


def _wrong_by(off: clocks.timedelta) -> type[clocks.datetime]:
    class Wrong(clocks.datetime):
        @classmethod
        def now(cls, tz: clocks.tzinfo | None = None) -> clocks.datetime:
            return clocks.datetime.now(tz) + off

    return Wrong


def _pane(desk: Desk, name: str) -> Pane:
    pane = desk.wall.pane(name)
    assert isinstance(pane, Pane), name
    return pane


def _told_old(pane: Pane) -> bool:
    """Or says that it has nothing to show at all."""
    return pane.state() in (PaneState.STALE, PaneState.LOADING, PaneState.REFUSED)


def _outside(desk: Desk) -> list[str]:
    """Figures in what can be seen and stands in no pane, but for the names of panes; the strip has its own mark."""
    found, titles = list[str](), {words.pane(name) for name in desk.wall.names()}
    for window in QApplication.topLevelWidgets():
        for part in (window, *window.findChildren(QWidget)) if window.isVisible() else ():
            text = part.text() if isinstance(part, QLabel | QAbstractButton | QLineEdit) else ""
            if part.isVisible() and re.search(r"\d", text) and text not in titles and not _within(part, (Pane, Strip)):
                found.append(text)
    return found


def _within(part: QWidget | None, kinds: tuple[type, ...]) -> bool:
    while part is not None:
        if isinstance(part, kinds):
            return True
        part = part.parentWidget()
    return False


def _controls(pane: QWidget) -> list[QWidget]:
    """What can have the focus or be pressed. What leads the focus elsewhere, parts of Qt's own controls, and text that can be marked are none."""
    found = []
    for part in pane.findChildren(QWidget):
        inner = part.objectName().startswith("qt_") or part.focusProxy() is not None or isinstance(part.parentWidget(), OF_QT)
        takes_keys = part.focusPolicy() != Qt.FocusPolicy.NoFocus and not isinstance(part, QLabel)
        if part.isVisible() and not inner and (takes_keys or isinstance(part, QAbstractButton)):
            found.append(part)
    return found


def _spoken(part: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(part)
    return str(interface.text(QAccessible.Text.Name)).strip() if interface is not None else ""


def _called(part: QWidget) -> str:
    chain, at = [], part
    while at is not None and not isinstance(at, Pane | Strip):
        chain.append(type(at).__name__ + (f"#{at.objectName()}" if at.objectName() else ""))
        at = at.parentWidget()
    return " < ".join(chain[:5]) + f" {part.toolTip()[:40]!r}"


def _texts(pane: QWidget) -> Iterator[str]:
    for part in (pane, *pane.findChildren(QWidget)):
        yield part.toolTip()
        if isinstance(part, QLabel | QAbstractButton):
            yield part.text()
        if isinstance(part, QLineEdit | QPlainTextEdit):
            yield part.placeholderText()


def _keys(pane: QWidget) -> set[str]:
    keys = (key for short in pane.findChildren(QShortcut) for key in QShortcut.keys(short))
    said = {key.toString(QKeySequence.SequenceFormat.PortableText) for key in keys}
    return {key for key in said if not ON_WHAT_THEY_PRESS.fullmatch(key)}


def _is_written(key: str, written: str) -> bool:
    head, plus, last = key.rpartition("+")
    return any(re.search(rf"(?<![\w+]){re.escape(head + plus + sign)}(?!\w)", written) for sign in (last, *SIGNS.get(last, ())))
