"""What is asked about a class: in cells and back, what is wrong in them, and what was answered, in the record of the report, masked, and on paper."""

import io
from collections.abc import Callable

import msgspec
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend import standards
from backend.exporters import standard_file
from backend.exporters.case_steps import Steps
from backend.importers import standard_sheets
from backend.refusals import RuleSaysNo
from backend.rules import cases, catalogue, condition_lines, library, personal, question_lines
from backend.session import Database
from tests.backend.centre import ACCEPTOR, ADMIN, AUDITOR, Centre, report_of
from tests.backends import Backend
from wire.cases import CaseReport
from wire.codes import Kind, Role, Source, StandardKind, UnmaskReason
from wire.exports import ExportFormat
from wire.flow import MOST_ANSWERS, QuestionAnswer
from wire.privacy import UnmaskOrder
from wire.standards import DraftOrder, Lines, PublicationOrder, Question

OURS = standards.read()
TOLD = [
    QuestionAnswer(question="在车行道上吗？", question_en="Is it on the carriageway?", answer="是", answer_en="yes"),
    QuestionAnswer(question="从什么时候开始？", answer="昨晚，打张三丰 13812345678 可问"),
]
WORD = st.text(st.characters(exclude_categories=("C", "Z"), exclude_characters="[]/［］【】／"), min_size=1, max_size=20)


@st.composite
def questions(draw: st.DrawFn) -> list[Question]:
    texts = draw(st.lists(WORD, max_size=question_lines.MOST, unique=True))
    made = []
    for text in texts:
        choices = draw(st.just([]) | st.lists(WORD, min_size=2, max_size=9, unique=True))
        english = draw(st.lists(WORD, min_size=len(choices), max_size=len(choices), unique=True))
        made.append(Question(text=text, text_en=f"{text} in English", choices=list(zip(choices, english, strict=True))))
    return made


@given(questions())
def test_that_questions_come_back_from_their_cells(asked: list[Question]) -> None:
    cells = question_lines.cells(asked)
    assert tuple(map(question_lines.tidy, cells)) == cells
    assert list(question_lines.faults(*cells)) == []
    assert question_lines.questions(*cells) == asked


@given(st.text(max_size=200), st.text(max_size=200))
def test_that_whatever_is_typed_is_judged_and_tidied_once(ask: str, ask_en: str) -> None:
    tidied = question_lines.tidy(ask), question_lines.tidy(ask_en)
    assert tuple(map(question_lines.tidy, tidied)) == tidied
    if not list(question_lines.faults(*tidied)):
        assert len(question_lines.questions(*tidied)) == len(tidied[0].splitlines())


@pytest.mark.parametrize(
    ("ask", "ask_en", "field", "code"),
    [
        ("在哪 [是/否", "", "ask", "no_question"),
        ("[是/否]", "", "ask", "no_question"),
        ("字" * 121, "", "ask", "no_question"),
        ("在吗 [是]", "", "ask", "no_choices"),
        ("在吗 [是/是]", "", "ask", "no_choices"),
        ("在吗 [1/2/3/4/5/6/7/8/9/0]", "", "ask", "no_choices"),
        ("在吗\n在吗", "", "ask", "doubled_question"),
        ("\n".join("一二三四五六七"), "", "ask", "too_many_questions"),
        ("在吗 [是/否]", "There? [yes/no/perhaps]", "ask_en", "other_questions"),
        ("在吗\n谁", "There?", "ask_en", "other_questions"),
        ("", "There?", "ask_en", "other_questions"),
    ],
)
def test_that_what_cannot_be_asked_is_named(ask: str, ask_en: str, field: str, code: str) -> None:
    assert (field, code) in list(question_lines.faults(ask, ask_en))
    line = msgspec.structs.replace(condition_lines.lines_of(OURS.catalogue)[0], ask=ask, ask_en=ask_en)
    assert (1, field, code) in {(each.row, each.field, each.code) for each in condition_lines.faults([line], OURS.trades)}


def test_that_signs_of_full_width_are_those_of_half() -> None:
    assert question_lines.tidy(" 在车行道上吗？【是／ 否】\n\n") == "在车行道上吗？ [是/否]"
    (asked,) = question_lines.questions("在吗 [是/否]", "")
    assert asked == Question(text="在吗", text_en="在吗", choices=[("是", "是"), ("否", "否")])


@pytest.mark.parametrize("format", [ExportFormat.CSV, ExportFormat.XLSX])
@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_that_a_table_brings_them_back(database: Database, format: ExportFormat, language: str) -> None:
    with database.read() as work:
        found = library.one(work, OURS.catalogue.version)
    body = standard_file.write(found, format, language)
    if format is ExportFormat.XLSX:
        sheet = openpyxl.load_workbook(io.BytesIO(body)).worksheets[0]
        headings = {"zh_CN": ["受理询问", "受理询问英文"], "en": ["Asked at intake", "Asked at intake, in English"]}
        assert [cell.value for cell in sheet[1]][9:11] == headings[language]
    lines = standard_sheets.read(database, body, f"standard.{format.lower()}", StandardKind.CATALOGUE)
    assert lines == found.lines
    assert condition_lines.catalogue_of(OURS.catalogue.version, lines.conditions, {}) == OURS.catalogue


@pytest.fixture
def asking(in_force: Callable[..., None]) -> list[Question]:
    """What the class of the reports asks, as if it had come with the program."""
    carriageway = Question(text="在车行道上吗？", text_en="Is it on the carriageway?", choices=[("是", "yes"), ("否", "no")])
    asked, key = [carriageway, Question(text="从什么时候开始？", text_en="Since when?")], (Kind.EVENT, "0110")
    classes = [msgspec.structs.replace(each, ask=asked) if (each.kind, each.code) == key else each for each in OURS.catalogue.classes]
    in_force(catalogue={"classes": classes})
    return asked


def test_that_answers_stand_in_the_record_of_the_report_masked_and_whole_for_a_reason(database: Database, asking: list[Question]) -> None:
    Centre(database)
    values = {name: getattr(report_of("c1", Source.HOTLINE_12319), name) for name in CaseReport.__struct_fields__}
    with database.write(ACCEPTOR) as work:
        cases.report(work, CaseReport(**values | {"answers": TOLD}))
    with database.read(AUDITOR) as work:
        card = cases.one(work, "c1")
        (chinese, *_), (english, *_) = (Steps(work, card, {}, language).told() for language in ("zh_CN", "en"))
    assert card.flow[0].answers[0] == TOLD[0]
    assert card.flow[0].answers[1].answer == "昨晚，打张** 138****5678 可问"
    assert chinese.answers == ["在车行道上吗？ 是", "从什么时候开始？ 昨晚，打张** 138****5678 可问"]
    assert english.answers[0] == "Is it on the carriageway? yes"
    with database.write(ACCEPTOR) as work:
        whole = personal.unmask(work, "c1", UnmaskOrder(reason=UnmaskReason.CALL_BACK))
    assert whole.notes == {1: "在车行道上吗？ 是\n从什么时候开始？ 昨晚，打张三丰 13812345678 可问"}
    with database.read() as work:
        bodies = [str(row) for row in work.session.connection().exec_driver_sql("SELECT body FROM changes").all()]
    assert not [body for body in bodies if "13812345678" in body]


def answered(id: str, *answers: QuestionAnswer) -> CaseReport:
    values = {name: getattr(report_of(id, Source.HOTLINE_12319), name) for name in CaseReport.__struct_fields__}
    return CaseReport(**values | {"answers": list(answers)})


NOT_ASKED = [
    ([QuestionAnswer(question="在吗？", answer="是")], "unknown_question", "answers[0].question"),
    ([TOLD[1], QuestionAnswer(question="在车行道上吗？", answer="也许")], "unknown_answer", "answers[1].answer"),
    ([TOLD[0], QuestionAnswer(question="在车行道上吗？", answer="否")], "doubled_answer", "answers[1].question"),
    ([QuestionAnswer(question="在车行道上吗？", question_en="Whose is it?", answer="是")], "unknown_question", "answers[0].question"),
    ([QuestionAnswer(question="在车行道上吗？", answer="是", answer_en="no")], "unknown_answer", "answers[0].answer"),
]


@pytest.mark.parametrize(("answers", "code", "path"), NOT_ASKED)
def test_that_what_nobody_asked_is_refused_at_its_answer(
    database: Database, asking: list[Question], answers: list[QuestionAnswer], code: str, path: str
) -> None:
    Centre(database)
    with pytest.raises(RuleSaysNo) as refused, database.write(ACCEPTOR) as work:
        cases.report(work, answered("c1", *answers))
    assert (refused.value.code, [error.path for error in refused.value.errors]) == (code, [path])


def test_that_a_report_that_waited_is_answered_as_the_version_of_then_asked(database: Database, asking: list[Question]) -> None:
    Centre(database)
    lines = condition_lines.lines_of(standards.in_force().catalogue)
    other = [msgspec.structs.replace(line, ask="有多少？ [一处/多处]", ask_en="") if line.id == "EVENT-0110-1" else line for line in lines]
    with database.write(ADMIN) as work:
        library.put(work, "city-2027", DraftOrder(kind=StandardKind.CATALOGUE, title="2027", lines=Lines(conditions=other)))
        library.publish(work, "city-2027", PublicationOrder(valid_from=catalogue.today(work)))
    with database.write(ACCEPTOR) as work:
        assert cases.report(work, answered("before", *TOLD)).flow[0].answers[0] == TOLD[0]
        assert cases.report(work, answered("now", QuestionAnswer(question="有多少？", answer="多处"))).flow[0].answers[0].answer == "多处"


def test_that_too_many_answers_and_empty_ones_are_refused(backend: Backend) -> None:
    Centre(backend.database)
    client, body = backend.client(Role.ACCEPTOR), msgspec.to_builtins(report_of("c9"))
    for answers in ([{"question": "在吗", "answer": ""}], [{"question": "在吗", "answer": "是"}] * (MOST_ANSWERS + 1)):
        refused = client.post("/v1/cases", json=body | {"answers": answers})
        assert refused.status_code == 400, refused.text


def test_that_typical_classes_ask() -> None:
    asking = {(small.kind, small.code) for small in OURS.catalogue.classes if small.ask}
    assert {(Kind.COMPONENT, "0102"), (Kind.EVENT, "0506"), (Kind.EVENT, "0502")} <= asking
    assert all(each.text_en and each.text_en != each.text for small in OURS.catalogue.classes for each in small.ask)
