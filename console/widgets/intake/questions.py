"""What is asked about a class besides, in the order in which it is read out: a digit answers and goes on to the next one."""

from collections.abc import Sequence
from functools import partial
from itertools import pairwise
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPushButton, QScrollArea, QVBoxLayout, QWidget

from console import words
from console.hall.hall import Hall
from console.widgets import theme
from console.widgets.fields import Field
from console.widgets.flow import Flow
from console.widgets.intake.report_fields import key_button
from console.widgets.spoken import Spoken, label
from wire.codes import Kind
from wire.flow import QuestionAnswer
from wire.standards import Question

KEY = "Ctrl+Q"
LONGEST = 1000  # letters of an answer


class Ask(Spoken):
    """One question. Without choices it is answered in words. `answered` by hand; `done` when the next one may be asked."""

    answered = Signal(str)  # the choice in Chinese, or the words; empty: no answer
    done = Signal()

    def __init__(self, question: Question, answer: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("asked")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.question = question
        self.answer = answer if not question.choices or answer in [said for said, _ in question.choices] else ""  # asked otherwise before
        self._text, self.buttons, self.line = label(wrap=True), list[QPushButton](), QLineEdit()
        column, choices = QVBoxLayout(self), QWidget()
        row = Flow(choices, gap=4)
        column.setContentsMargins(*(theme.px(side) for side in (6, 2, 6, 2)))
        column.setSpacing(theme.px(2))
        column.addWidget(self._text)
        for number in range(len(question.choices)):
            made = key_button("", "", "")
            made.setCheckable(True)
            made.clicked.connect(partial(self.choose, number))
            self.buttons.append(made)
            row.addWidget(made)
        self.line.setText("" if question.choices else answer)
        self.line.setMaxLength(LONGEST)
        column.addWidget(choices if question.choices else self.line)
        if question.choices:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        else:
            self.setFocusProxy(self.line)
        self.line.textChanged.connect(self._typed)
        self.line.returnPressed.connect(self.done)
        self.say()

    @property
    def stop(self) -> QWidget:
        """Where Tab stops."""
        return self if self.question.choices else self.line

    def choose(self, number: int) -> None:
        """The first is 0; what is chosen already is taken back."""
        said, _ = self.question.choices[number]
        self._answer("" if said == self.answer else said)
        self.done.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        number = event.key() - Qt.Key.Key_1
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier or not self.question.choices:
            super().keyPressEvent(event)
        elif 0 <= number < len(self.question.choices):
            self.choose(number)
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._answer("")
        else:
            super().keyPressEvent(event)

    def say(self) -> None:
        text = words.choose(self.question.text, self.question.text_en)
        self._text.setText(text)
        self.stop.setAccessibleName(text)
        for number, (made, choice) in enumerate(zip(self.buttons, self.question.choices, strict=True), start=1):
            made.setText(f"{words.choose(*choice)}  {number}")
            made.setChecked(choice[0] == self.answer)

    def _typed(self, text: str) -> None:
        self._answer(text)

    def _answer(self, said: str) -> None:
        self.answer = said
        self.say()
        self.answered.emit(said)


class QuestionsField(Field):
    """Nothing at all, and no stop for Tab, where the class asks nothing. What was answered about another class is there again with that class."""

    answered = Signal()  # by hand

    def __init__(self, hall: Hall, after: QWidget) -> None:
        """`after`: where Tab stops before, a control itself: Qt misplaces what comes after a field that leads the focus on."""
        self._hall, self._after = hall, after
        self._said: dict[str, str] = {}  # by question
        self.asks: list[Ask] = []
        self._box = QWidget()
        self._rows = QVBoxLayout(self._box)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(theme.px(2))
        super().__init__("answers", self._box)
        self.setVisible(False)

    def value(self) -> list[QuestionAnswer]:
        return [_answered(each.question, said) for each in self.asks if (said := each.answer.strip())]

    def content(self) -> object:
        return dict(self._said)

    def put_back(self, content: Any) -> None:
        self._said = {str(question): str(said) for question, said in dict(content).items()}
        self._ask([each.question for each in self.asks])
        self.changed.emit()

    def suit(self, key: tuple[Kind, str] | None) -> None:
        """The questions of this class. Who is about to answer stays at it where they are the same."""
        small = self._hall.classes.get(key) if key else None
        questions = small.ask if small else []
        if questions != [each.question for each in self.asks]:
            self._ask(questions)

    def clear(self) -> None:
        self._said = {}
        self._ask([])

    def enter(self) -> None:
        """To the first that has no answer, or else to the first."""
        for each in [*(each for each in self.asks if not each.answer), *self.asks][:1]:
            self._turn_to(each)

    def say(self) -> None:
        super().say()
        self._label.setText(f"{words.field(self.name)}　{KEY}")

    def _ask(self, questions: Sequence[Question]) -> None:
        for old in self.asks:
            self._rows.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.asks = [Ask(question, self._said.get(question.text, ""), self._box) for question in questions]
        for number, made in enumerate(self.asks):
            self._rows.addWidget(made)
            made.answered.connect(partial(self._keep, made.question.text))
            made.done.connect(partial(self._go_on, number + 1))
        self.setVisible(bool(questions))
        for before, after in pairwise([self._after, *(each.stop for each in self.asks)]):
            QWidget.setTabOrder(before, after)

    def _keep(self, question: str, said: str) -> None:
        self._said[question] = said
        if not said:
            del self._said[question]
        self.answered.emit()
        self.changed.emit()

    def _go_on(self, number: int) -> None:
        if number < len(self.asks):
            self._turn_to(self.asks[number])
        else:
            self.focusNextChild()

    def _turn_to(self, ask: Ask) -> None:
        """The keys go there, and it is in sight: of what has the focus by Tab alone Qt sees to that."""
        ask.stop.setFocus(Qt.FocusReason.ShortcutFocusReason)
        at = self.parentWidget()
        while at is not None and not isinstance(at, QScrollArea):
            at = at.parentWidget()
        if at is not None:
            at.ensureWidgetVisible(ask)


def _answered(question: Question, said: str) -> QuestionAnswer:
    said_en = dict(question.choices).get(said, "")
    return QuestionAnswer(question=question.text, question_en=question.text_en, answer=said, answer_en=said_en)
