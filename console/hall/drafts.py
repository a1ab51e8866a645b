"""What stands in forms and is not sent: kept with every keystroke, one draft per form and case; neither a change of case nor a death loses it."""

import logging
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from console.hall.clock import Clock
from console.hall.drafts_disk import Draft, DraftsDisk, open_drafts

log = logging.getLogger(__name__)

__all__ = ["Draft", "Drafts"]


class Drafts(QObject):
    """In memory, and from `open` on also on the disk. `left` are those that an earlier run has left, until they are taken up or dropped."""

    changed = Signal(str)  # form: one of its drafts came or went
    failed = Signal(str)  # why the disk takes none; empty when it does again

    def __init__(self, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._drafts: dict[tuple[str, str], Draft] = {}
        self._images: dict[str, tuple[bytes, str]] = {}
        self._disk: DraftsDisk | None = None
        self._failing = False
        self.left: set[tuple[str, str]] = set()

    def open(self, folder: Path, number: int) -> None:
        """Take up what is on the disk; without one, drafts live as long as this process, and `failed` says so."""
        try:
            self._disk = open_drafts(folder, number)
            found = self._disk.all()
        except OSError as error:
            self._fail(error)
            return
        self._drafts = {(draft.form, draft.subject): draft for draft in found}
        self.left = set(self._drafts)
        for form in {draft.form for draft in found}:
            self.changed.emit(form)

    def close(self) -> None:
        disk, self._disk = self._disk, None
        if disk is not None:
            try:
                disk.close()
            except OSError as error:
                log.warning("the drafts were not tidied: %s", error)

    def get(self, form: str, subject: str) -> Draft | None:
        return self._drafts.get((form, subject))

    def of(self, form: str = "") -> list[Draft]:
        """Of one form, or of all; the newest first."""
        return sorted((draft for draft in self._drafts.values() if form in ("", draft.form)), key=lambda draft: draft.at, reverse=True)

    def keep(self, form: str, subject: str, fields: dict[str, Any]) -> None:
        """On the disk when this returns."""
        key = form, subject
        draft = Draft(form, subject, self._clock.now(), fields)
        fresh, self._drafts[key] = key not in self._drafts, draft
        self._write(lambda disk: disk.keep(draft))
        if fresh:
            self.changed.emit(form)

    def drop(self, form: str, subject: str) -> None:
        """It was sent, or is not wanted any more."""
        self.left.discard((form, subject))
        if self._drafts.pop((form, subject), None) is not None:
            self._write(lambda disk: disk.drop(form, subject))
            self.changed.emit(form)

    def take_up(self, form: str, subject: str) -> Draft | None:
        """Somebody writes on."""
        self.left.discard((form, subject))
        return self.get(form, subject)

    def keep_image(self, id: str, image: bytes, media_type: str) -> None:
        if id not in self._images:
            self._images[id] = (image, media_type)
            self._write(lambda disk: disk.keep_image(id, image, media_type))

    def image(self, id: str) -> tuple[bytes, str] | None:
        """A picture and its media type."""
        if id not in self._images and self._disk is not None:
            try:
                found = self._disk.image(id)
            except OSError as error:
                self._fail(error)
                return None
            if found is not None:
                self._images[id] = found
        return self._images.get(id)

    def tidy(self) -> None:
        """Of any thread but the GUI's."""
        if self._disk is not None:
            self._disk.tidy()

    def _write(self, work: Any) -> None:
        if self._disk is None:
            return
        try:
            work(self._disk)
        except OSError as error:
            self._fail(error)
        else:
            if self._failing:
                self._failing = False
                self.failed.emit("")

    def _fail(self, error: OSError) -> None:
        log.warning("drafts are not kept: %s", error)
        self._failing = True
        self.failed.emit(str(error))
