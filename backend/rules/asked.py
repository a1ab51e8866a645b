"""Whether what a report answers was asked about its class, in whatever version of the standard (decisions/0031)."""

from collections.abc import Iterator

from backend import standards
from backend.refusals import RuleSaysNo
from backend.rules.catalogue import merged, published
from backend.rules.steps import Step
from backend.session import Work
from wire.cases import CaseReport
from wire.codes import Kind, StandardKind
from wire.flow import QuestionAnswer
from wire.problem import FieldError
from wire.standards import Question


def answers_fit(step: Step, report: CaseReport) -> RuleSaysNo | None:
    """A report may have waited while the standard changed: any version that was published may have asked so."""
    if not report.answers:
        return None
    seen: set[str] = set()
    for number, each in enumerate(report.answers):
        if each.question in seen:
            return _refused("doubled_answer", f"answers[{number}].question", f"{each.question!r} is answered twice.")
        seen.add(each.question)
    asked, waiting = list[Question](), dict(enumerate(report.answers))
    for questions in _asked(step.work, report.kind, report.class_code):
        asked += questions
        waiting = {number: each for number, each in waiting.items() if not any(_fits(each, question) for question in questions)}
        if not waiting:
            return None
    number, each = next(iter(waiting.items()))
    same = [question for question in asked if _is_of(each, question)]
    if not same:
        return _refused("unknown_question", f"answers[{number}].question", f"No version of the standard asks {each.question!r} about this class.")
    choices = " / ".join(said for said, _ in same[0].choices)
    return _refused("unknown_answer", f"answers[{number}].answer", f"{each.question!r} is answered by one of {choices}.")


def _asked(work: Work, kind: Kind, code: str) -> Iterator[list[Question]]:
    """What each version asks, the newest first: each is read only when those after it did not ask so."""
    for each in reversed(published(work)):
        if each.kind is StandardKind.CATALOGUE:
            small = merged(work, [each]).classes.get((kind, code))
            yield small.ask if small else []
    small = standards.in_force().classes.get((kind, code))
    yield small.ask if small else []


def _is_of(answer: QuestionAnswer, question: Question) -> bool:
    """The same question in both languages, as far as the answer has them."""
    return answer.question == question.text and answer.question_en in ("", question.text_en)


def _fits(answer: QuestionAnswer, question: Question) -> bool:
    chosen = not question.choices or any(answer.answer == said and answer.answer_en in ("", said_en) for said, said_en in question.choices)
    return _is_of(answer, question) and chosen


def _refused(code: str, path: str, sentence: str) -> RuleSaysNo:
    refused = RuleSaysNo(code, sentence)
    refused.errors = [FieldError(path=path, detail=sentence)]
    return refused


CHECKS = (answers_fit,)
