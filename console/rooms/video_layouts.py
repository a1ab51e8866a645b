"""Saved layouts of the video wall: V lists one's own and the hall's, a digit or a click puts one on the wall."""

import uuid
from collections.abc import Callable
from functools import partial

import msgspec
from PySide6.QtCore import QObject, Qt

from console import words
from console.api import ApiError
from console.hall.hall import Hall
from console.hall.saved_layouts import OWN, OwnLayout, of_hall, order_of
from console.widgets.menus import empty
from console.widgets.video_layout_saving import LayoutSaving
from console.widgets.video_wall import VideoWall
from console.workers.caller import Caller
from wire.tours import EDITORS
from wire.video_layouts import SavedLayout

DIGITS = 9  # entries that a digit chooses


class LayoutRoom(QObject):
    """`prefer` keeps those of this user."""

    def __init__(self, hall: Hall, caller: Caller, video: VideoWall, prefer: Callable[[str, bytes], None]) -> None:
        super().__init__(video)
        self.own: list[OwnLayout] = []
        self._hall, self._caller, self._video, self._prefer = hall, caller, video, prefer
        self.form, self.menu = LayoutSaving(hall, video), video.tools.saved
        self.menu.aboutToShow.connect(self.fill)
        self.form.kept.connect(self._keep)
        self.form.removed.connect(lambda name: self._put([each for each in self.own if each.name != name]))
        self.form.shared.connect(self._share)
        self.form.unshared.connect(self._unshare)
        video.key.connect(self._on_key)

    def restore(self, own: list[OwnLayout] | None) -> None:
        self.own = own or []

    def fill(self) -> None:
        """The menu, as things are now."""
        empty(self.menu)
        shared = sorted(self._hall.video_layouts, key=lambda saved: saved.name)
        entries = [(own.name, own) for own in self.own] + [(self._of_hall(saved), of_hall(saved)) for saved in shared]
        for number, (title, layout) in enumerate(entries, 1):
            key = f"&{number}  " if number <= DIGITS else ""
            self.menu.addAction(key + _plain(title)).triggered.connect(partial(self._choose, layout))
        if entries:
            self.menu.addSeparator()
        self.menu.addAction(self.tr("Keep what the wall shows…")).triggered.connect(lambda: self._ask())
        changed = shared if not EDITORS.isdisjoint(self._hall.me.roles) else []
        if self.own or changed:
            change = self.menu.addMenu(self.tr("Rename, change, delete"))
            for own in self.own:
                change.addAction(_plain(own.name)).triggered.connect(partial(self._ask, own, None))
            for saved in changed:
                change.addAction(_plain(self._of_hall(saved))).triggered.connect(partial(self._ask, None, saved))

    def _choose(self, layout: OwnLayout, _: bool = False) -> None:
        self._video.show_layout(layout.layout, layout.cameras)

    def _ask(self, own: OwnLayout | None = None, saved: SavedLayout | None = None, _: bool = False) -> None:
        now = OwnLayout("-", self._video.layout_name, self._video.cameras())
        self.form.ask(now, [each.name for each in self.own], own, saved)

    def _of_hall(self, saved: SavedLayout) -> str:
        return self.tr("{name}  ·  hall").format(name=saved.name)

    def _share(self, layout: OwnLayout, saved: SavedLayout | None, was: str) -> None:
        """One's own of this name is the hall's from then on."""
        turn = self.form.turn

        def kept(answer: SavedLayout) -> None:
            self._hall.video_layouts.put([answer])
            if was:
                self._put([own for own in self.own if own.name != was])
            self.form.end(turn)

        order, version = order_of(layout, saved.id if saved else uuid.uuid4().hex), saved.version if saved else None
        self._caller.call(lambda api: api.put_video_layout(order, version), kept, partial(self._refuse, turn))

    def _unshare(self, saved: SavedLayout) -> None:
        turn = self.form.turn

        def gone(_: None) -> None:
            self._hall.video_layouts.put([], [saved.id])
            self.form.end(turn)

        self._caller.call(lambda api: api.remove_video_layout(saved.id, saved.version), gone, partial(self._refuse, turn))

    def _refuse(self, turn: int, error: ApiError) -> None:
        if error.problem.code != "stopped":
            self.form.refuse(words.problem(error.problem), turn)

    def _keep(self, layout: OwnLayout, was: str) -> None:
        self._put(sorted([*(other for other in self.own if other.name != was), layout], key=lambda each: each.name))

    def _put(self, own: list[OwnLayout]) -> None:
        self.own = own
        self._prefer(OWN, msgspec.json.encode(own))

    def _on_key(self, key: int) -> None:
        if key == Qt.Key.Key_V:
            self._video.tools.show_saved()


def _plain(name: str) -> str:
    """In a menu & stands for the letter behind it."""
    return name.replace("&", "&&")
