"""What a report will say when it is sent."""

from console import words
from console.hall.hall import Hall
from console.widgets.spoken import label
from wire.codes import Kind


class AsSent:
    """`gist`, class and limit, stands beside the button, wherever one has scrolled; `head` and `text` are below the form."""

    def __init__(self, hall: Hall) -> None:
        self._hall = hall
        self.gist, self.head, self.text = label("body2", wrap=True), label("label"), label("body2", wrap=True)

    def show_report(self, key: tuple[Kind, str] | None, condition_id: object, address: str, text: str) -> None:
        small = words.class_name(self._hall.classes.get(key or ("", "")))
        condition = self._hall.conditions.get(str(condition_id or ""))
        limit = words.limit(condition.limit.amount, condition.limit.type) if condition else ""
        self.gist.setText(" · ".join(part for part in (small, limit) if part))
        head = " · ".join(part for part in (small, address) if part)
        self.text.setText("\n".join(part for part in (head, text) if part) or "—")
