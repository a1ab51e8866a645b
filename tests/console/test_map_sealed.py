"""Halls have no internet: no request of the map page may leave the console, whatever a script in it tries."""

import json
import re
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtWebEngineCore import QWebEnginePage
from pytestqt.qtbot import QtBot

from console.map import document
from console.map.page import MapProfile
from console.map.scheme import INSIDE, ORIGIN
from tests.console.filled_hall import filled_hall
from tests.console.map_page import WAIT_MS, MapPage
from tests.console.rich_hall import rich_hall
from tests.console.test_map_base import base

__all__ = ["base"]
pytestmark = pytest.mark.gui
ATTEMPTS = """
    window.done = 0;
    const end = () => { window.done += 1; };
    fetch('http://HOST/fetch').then(end, end);
    fetch('https://HOST/tls').then(end, end);
    const picture = new Image(); picture.onload = picture.onerror = end; picture.src = 'http://HOST/picture.png';
    const script = document.createElement('script'); script.onload = script.onerror = end; script.src = 'http://HOST/script.js';
    document.head.append(script);
    const sheet = document.createElement('link'); sheet.rel = 'stylesheet'; sheet.onload = sheet.onerror = end; sheet.href = 'http://HOST/sheet.css';
    document.head.append(sheet);
    try { const socket = new WebSocket('ws://HOST/socket'); socket.onopen = socket.onerror = end; } catch { end(); }
    navigator.sendBeacon('http://HOST/beacon', 'x');
    import('http://HOST/module.js').then(end, end);
"""
ANSWERED = 7


class Listener:
    """A server on this machine that only counts who comes."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.host = f"127.0.0.1:{self._socket.getsockname()[1]}"
        self.came = 0
        self._thread = threading.Thread(target=self._accept)
        self._thread.start()

    def _accept(self) -> None:
        while True:
            caller, _ = self._socket.accept()
            if caller.recv(1) == b"!":
                caller.close()
                return
            self.came += 1
            caller.close()

    def close(self) -> None:
        host, port = self._socket.getsockname()
        with socket.create_connection((host, port)) as last:
            last.sendall(b"!")
        self._thread.join()
        self._socket.close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    listener = Listener()
    yield listener
    listener.close()


def test_that_the_page_names_no_address_outside() -> None:
    html = document.build()
    addresses = re.findall(r"""(?:src|href)=["']([^"']+)""", html) + re.findall(r"""import\(["']([^"']+)""", html)
    assert len(addresses) > 15
    assert {QUrl(address).scheme() for address in addresses} <= set(INSIDE)
    assert "http:" not in html
    assert "https:" not in html


def test_that_the_running_page_asks_for_nothing_outside(qtbot: QtBot) -> None:
    page = MapPage(qtbot, filled_hall())
    page.view.go(-71.11, 42.37, 17)
    page.until("yiping.map.getZoom()", 17)
    page.settle()
    assert page.view.refused() == []


@pytest.mark.parametrize("replay", [False, True], ids=["now", "then"])
def test_that_a_map_with_its_base_map_and_all_overlays_asks_for_nothing_outside(qtbot: QtBot, base: Path, replay: bool) -> None:
    hall = rich_hall()
    hall.replay = replay
    page = MapPage(qtbot, hall, base)
    for overlay in page.view.drawing.overlays:
        page.view.show_overlay(overlay, True)
    for zoom in (11, 14, 17):
        page.view.go(-71.11, 42.37, zoom)
        page.until("yiping.map.getZoom()", zoom)
        page.settle()
    asked = page.ask("performance.getEntriesByType('resource').map((each) => each.name)")
    assert {QUrl(address).scheme() for address in asked} <= set(INSIDE)
    assert page.view.refused() == []


@pytest.mark.parametrize("replay", [False, True], ids=["now", "then"])
def test_that_no_request_leaves_the_map_page(qtbot: QtBot, listener: Listener, replay: bool) -> None:
    hall = filled_hall()
    hall.replay = replay
    page = MapPage(qtbot, hall)
    page.ask(f"(() => {{ {ATTEMPTS.replace('HOST', listener.host)} return 1; }})()")
    page.until(f"window.done >= {ANSWERED}")
    page.ask(f"(location.href = 'http://{listener.host}/away', 1)")
    page.ask(f"(window.open('http://{listener.host}/window'), 1)")
    assert page.ask("location.href") == f"{ORIGIN}/map.html"
    assert listener.came == 0
    # The policy of the page stops these before the guard has to.
    assert not {QUrl(address).path() for address in page.view.refused()} & {"/fetch", "/tls", "/picture.png", "/script.js", "/sheet.css", "/socket"}


def test_that_the_guard_refuses_and_counts_what_the_policy_would_let_pass(qtbot: QtBot, listener: Listener) -> None:
    profile = MapProfile(dict, {})
    page = QWebEnginePage(profile)
    with qtbot.waitSignal(page.loadFinished, timeout=WAIT_MS):
        page.setHtml("<html></html>", QUrl(f"{ORIGIN}/bare.html"))
    page.runJavaScript(ATTEMPTS.replace("HOST", listener.host))
    qtbot.waitUntil(lambda: answer(qtbot, page, "window.done") >= ANSWERED, timeout=WAIT_MS)
    refused = {QUrl(address).path() for address in profile.guard.refused}
    assert refused >= {"/fetch", "/tls", "/picture.png", "/script.js", "/sheet.css", "/socket", "/beacon", "/module.js"}
    assert listener.came == 0
    page.deleteLater()
    qtbot.waitSignal(page.destroyed, timeout=WAIT_MS).wait()
    profile.deleteLater()


def test_that_no_door_leads_out_of_its_folder(qtbot: QtBot) -> None:
    page = MapPage(qtbot, filled_hall())
    tries = ["/page/..%2f..%2f..%2fpyproject.toml", "/npm/..%2fpackage.json", "/nothing", "/tiles/1/2/3", "/bulk/cases/99", "/bulk/cases/x"]
    ask = "fetch(path).then(async (reply) => reply.ok && found.push(await reply.text()), () => 0)"
    page.ask(f"(window.found = [], Promise.all({json.dumps(tries)}.map((path) => {ask})).then(() => {{ window.all = 1; }}), 1)")
    page.until("window.all ?? 0", 1)
    assert page.ask("found") == []


def answer(qtbot: QtBot, page: QWebEnginePage, script: str) -> Any:
    answers: list[Any] = []
    page.runJavaScript(script, answers.append)
    qtbot.waitUntil(lambda: bool(answers), timeout=WAIT_MS)
    return answers[0]
