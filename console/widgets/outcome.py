"""What came of the last step, in a line below the controls."""

from PySide6.QtCore import Qt

from console import words
from console.widgets import theme
from console.widgets.spoken import Label, Saying
from wire.problem import Problem


class Outcome(Label):
    """Hidden until there is something to say, which is said anew in another language."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("kind", "hint")
        self.setWordWrap(True)
        self.hide()

    def tell_of(self, saying: Saying, tone: str = "") -> None:
        self.tell(saying)
        theme.set_property(self, "tone", tone)
        self.show()

    def refuse(self, problem: Problem) -> None:
        self.tell_of(lambda: words.problem(problem), "danger")
