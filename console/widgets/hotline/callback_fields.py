"""What is asked about a call to a citizen."""

from console import words
from console.widgets.fields import ChoiceField
from wire.codes import CallbackState, Satisfaction

OUTCOMES = (CallbackState.DONE, CallbackState.UNREACHABLE, CallbackState.WAIVED)


class OutcomeField(ChoiceField):
    def __init__(self) -> None:
        super().__init__("outcome", True)

    def say(self) -> None:
        super().say()
        self.fill([(outcome, words.of(outcome)) for outcome in OUTCOMES])


class ResolvedField(ChoiceField):
    def __init__(self) -> None:
        super().__init__("resolved", False)

    def say(self) -> None:
        super().say()
        self.fill([(True, words.choose("是", "Yes")), (False, words.choose("否", "No"))])


class SatisfactionField(ChoiceField):
    def __init__(self) -> None:
        super().__init__("satisfaction", False)

    def say(self) -> None:
        super().say()
        self.fill([(each, words.of(each)) for each in Satisfaction])
