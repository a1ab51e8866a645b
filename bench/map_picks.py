"""Clicks on marks of a map, until the card of what was picked can be read: of an entry its card in the page, of a case the card beside the map."""

import time
from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QApplication

from bench.map_window import ask, wait
from bench.stage import CENTRE
from console.hall.hall import Hall
from console.map.view import MapView
from console.widgets.case.card import Card
from wire.codes import Noun

CLICKS, LIMIT_S = 40, 20  # at each of the places
PLACES = ((0.0, 0.0), (0.02, 0.0), (0.0, 0.015), (-0.02, 0.0), (0.0, -0.015), (0.01, 0.01))  # degrees from the middle
# Marks of a layer where no panel lies over them, no two beside each other with the same thing.
SPOTS = """import('hall://map/page/layers.js').then(({ nearest }) => {
  const found = [];
  for (let y = 200; y < 700; y += 30) for (let x = 450; x < 1100; x += 30) {
    const hit = nearest(x, y);
    const at = hit && [Math.round(hit.x), Math.round(hit.y)];
    const picked = hit && nearest(...at);
    if (hit?.layer === 'LAYER' && hit.key && picked.key === hit.key && found.at(-1)?.[0] !== hit.key) found.push([hit.key, ...at]);
  }
  return found;
})"""
DRAWN = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(0))))"
# When the page's own card has been painted with another lead than before.
READ = """(() => {
  const box = document.querySelector('.about');
  let lead = box.querySelector('.lead')?.textContent;
  new MutationObserver(() => {
    const now = box.querySelector('.lead')?.textContent;
    if (box.hidden || now === lead) return;
    lead = now;
    requestAnimationFrame(() => setTimeout(() => { window.read = Date.now(); }));
  }).observe(box, { childList: true, subtree: true, attributes: true });
  return 0;
})()"""


class Picks(NamedTuple):
    """Milliseconds from the press of the button."""

    entries: list[float]
    cases: list[float]


def picks(known: Hall, view: MapView, zoom: int) -> Picks:
    """On a map that shows entries and cases, at several places one after the other, where it lies still."""
    page = view.findChild(QWebEngineView).page()
    ask(page, READ)

    def at_each(pick: Callable[[], list[float]]) -> list[float]:
        spent = []
        for east, north in PLACES:
            ask(page, f"(yiping.map.setView([{CENTRE[1] + north}, {CENTRE[0] + east}], {zoom}, {{ animate: false }}), 0)")
            for _ in range(2):  # what is nearest is told by the picture, which comes a frame later, and by what is fetched for it
                ask(page, DRAWN)
                wait(view.idle)
            spent += pick()
        return spent

    return Picks(at_each(lambda: _entries(view)), at_each(lambda: _cases(known, view)))


def _entries(view: MapView) -> list[float]:
    page = view.findChild(QWebEngineView).page()
    spent = []
    for _, x, y in ask(page, SPOTS.replace("LAYER", "entities"))[:CLICKS]:
        ask(page, "(window.read = 0, 0)")
        pressed = time.time() * 1000
        _click(view, QPoint(x, y))
        read: list[float] = []
        wait(lambda read=read: bool(read) or page.runJavaScript("window.read", lambda at: read.append(at) if at else None) or False, LIMIT_S)
        spent.append(read[0] - pressed)
    return spent


def _cases(known: Hall, view: MapView) -> list[float]:
    page, card = view.findChild(QWebEngineView).page(), Card(known)
    card.resize(420, 900)
    card.show()
    read: list[float] = []

    def paint(noun: Noun | None, id: str) -> None:
        """After everything else that follows the selection."""
        card.repaint()
        if noun is Noun.CASE:
            read.append(time.perf_counter())

    known.selection.changed.connect(paint)
    spent = []
    for key, x, y in ask(page, SPOTS.replace("LAYER", "cases"))[:CLICKS]:
        if known.selection.id == key:
            continue
        read.clear()
        pressed = time.perf_counter()
        _click(view, QPoint(x, y))
        wait(lambda: bool(read), LIMIT_S)
        spent.append((read[0] - pressed) * 1000)
        shown = card.case()
        assert shown is not None
        assert shown.id == known.selection.id
    known.selection.changed.disconnect(paint)
    card.deleteLater()
    return spent


def _click(view: MapView, at: QPoint) -> None:
    target, left, none = view.life.web.focusProxy(), Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    assert target is not None
    for kind, held in ((QEvent.Type.MouseButtonPress, left), (QEvent.Type.MouseButtonRelease, none)):
        QApplication.sendEvent(target, QMouseEvent(kind, QPointF(at), QPointF(target.mapToGlobal(at)), left, held, Qt.KeyboardModifier.NoModifier))
