"""Every change of a form's fields goes into the drafts, and comes back from there."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal

from console.hall.drafts import Draft, Drafts
from console.widgets.fields import Field


class Keeping(QObject):
    """`begin` a subject when its form is filled with what it starts with; what differs from that is a draft.

    While the form is filled by the program it holds still: `quiet`.
    """

    taken_up = Signal(object)  # Draft: it stands in the fields again

    def __init__(self, drafts: Drafts, form: str, fields: Mapping[str, Field], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.form, self.subject, self.quiet = form, "", False
        self._drafts, self._fields = drafts, fields
        self._start: dict[str, object] = {}
        for field in fields.values():
            field.changed.connect(self.keep)

    def begin(self, subject: str) -> Draft | None:
        """Put back the draft of this subject, if there is one."""
        self.subject, self._start = subject, self._contents()
        draft = self._drafts.take_up(self.form, subject)
        if draft is not None:
            self.quiet = True
            for name, field in self._fields.items():
                if name in draft.fields:
                    field.put_back(draft.fields[name])
            self.quiet = False
            self.taken_up.emit(draft)
        return draft

    def reset(self) -> None:
        """Without the draft: as it was when it began."""
        self.quiet = True
        for name, field in self._fields.items():
            field.put_back(self._start[name])
        self.quiet = False
        self.end()

    def keep(self) -> None:
        if self.quiet or not self.subject:
            return
        contents = self._contents()
        if contents == self._start:
            self._drafts.drop(self.form, self.subject)
        else:
            self._drafts.keep(self.form, self.subject, contents)

    def end(self) -> None:
        """It was sent: what may still be typed is the next one's."""
        self._drafts.drop(self.form, self.subject)

    def _contents(self) -> dict[str, object]:
        return {name: field.content() for name, field in self._fields.items()}
