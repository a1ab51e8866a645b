"""Whether what a report answers was asked about its class, in whatever version of the standard (decisions/0031)."""

from collections.abc import Iterator

from backend import standards
from backend.refusals import RuleSaysNo
from backend.rules.catalogue import merged, published
from backend.rules.steps import Step
from backend.session import Work
from wire.cases import CaseReport
from wire.codes import Kind, StandardKind
from wire.problem import FieldError
from wire.standards import Question


def answers_fit(step: Step, report: CaseReport) -> RuleSaysNo | None:
    """A report may have waited while the standard changed: any version that was published may have asked so."""
    if not report.answers:
        return None
    asked = list(_asked(step.work, report.kind, report.class_code))
    seen: set[str] = set()
    for number, each in enumerate(report.answers):
        same = [question for question in asked if question.text == each.question]
        if not same:
            return _refused("unknown_question", f"answers[{number}].question", f"No version of the standard asks {each.question!r} about this class.")
        if each.question in seen:
            return _refused("doubled_answer", f"answers[{number}].question", f"{each.question!r} is answered twice.")
        if not any(not question.choices or each.answer in [said for said, _ in question.choices] for question in same):
            choices = " / ".join(said for said, _ in same[0].choices)
            return _refused("unknown_answer", f"answers[{number}].answer", f"{each.question!r} is answered by one of {choices}.")
        seen.add(each.question)
    return None


def _asked(work: Work, kind: Kind, code: str) -> Iterator[Question]:
    """The newest version first."""
    known = [merged(work, [each]) for each in published(work) if each.kind is StandardKind.CATALOGUE]
    for found in (*reversed(known), standards.in_force()):
        small = found.classes.get((kind, code))
        yield from small.ask if small else ()


def _refused(code: str, path: str, sentence: str) -> RuleSaysNo:
    refused = RuleSaysNo(code, sentence)
    refused.errors = [FieldError(path=path, detail=sentence)]
    return refused


CHECKS = (answers_fit,)
