"""Every code has its words in both languages, and times read as people of the hall write them."""

import ast
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from console import words
from wire.codes import LimitType, Verb
from wire.problem import Problem

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 11, 21, 2, 30, tzinfo=UTC)  # 10:30 in the city
CHINESE = re.compile(r"[\u4e00-\u9fff]")
TABLES = (words.PANE, words.WHY, words.FIELD, words.RECEIPT, words.PROBLEM, words.SENT_TOO)


@pytest.fixture(autouse=True)
def _spoken_again():
    before = words.language()
    yield
    words.speak(before)


@pytest.mark.parametrize("kind", words.CODES)
def test_that_every_code_of_the_wire_has_words_in_both_languages(kind: type) -> None:
    for code in kind:  # type: ignore[attr-defined]
        words.speak("zh_CN")
        assert CHINESE.search(words.of(code)), code
        words.speak("en")
        assert words.of(code)
        assert not CHINESE.search(words.of(code)), code


def test_that_the_other_tables_are_complete_too() -> None:
    for table in TABLES:
        for code, (zh, en) in table.items():
            assert CHINESE.search(zh), code
            assert en, code
            assert not CHINESE.search(en), code


def test_that_no_two_statuses_or_verbs_have_the_same_words() -> None:
    for language in (0, 1):
        assert len({pair[language] for pair in words.STATUS.values()}) == len(words.STATUS)
        assert len({pair[language] for pair in words.VERB.values()}) == len(words.VERB)


def test_that_every_refusal_of_the_backend_has_words() -> None:
    sources = [path.read_text("utf-8") for path in (ROOT / "backend").rglob("*.py")]
    codes = {code for text in sources for code in re.findall(r'(?:RuleSaysNo\(\s*|\bcode = )"([a-z_]+)"', text)}
    assert codes
    assert codes - words.PROBLEM.keys() - {"rule"} == set()


def test_that_every_failure_of_the_line_has_words() -> None:
    documented = re.findall(r"^[├└]── (\w+)", (ROOT / "console" / "connection.py").read_text("utf-8"), re.MULTILINE)
    assert documented
    for code in documented:
        assert code in words.CAUSE
        assert code == "stopped" or code in words.PROBLEM


def test_that_an_unknown_refusal_is_told_in_the_backends_own_words() -> None:
    assert words.problem(Problem(status=409, code="new_rule", title="", detail="The moon is wrong.")) == "The moon is wrong."


def test_that_an_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError):
        words.speak("fr")


@pytest.mark.parametrize(
    ("seconds", "zh", "en"),
    [
        (40, "40秒", "40 s"),
        (720, "12分", "12 min"),
        (12_000, "3时20分", "3 h 20"),
        (3_660, "1时01分", "1 h 01"),
        (187_200, "2天4时", "2 d 4 h"),
        (593_049_600, "6864天", "6,864 d"),
    ],
)
def test_that_a_span_is_told_in_its_two_largest_parts(seconds: int, zh: str, en: str) -> None:
    words.speak("zh_CN")
    assert words.span(seconds) == zh
    words.speak("en")
    assert words.span(seconds) == en


def test_that_what_is_over_has_a_plus() -> None:
    words.speak("en")
    assert words.left(NOW, NOW + timedelta(seconds=12_000)) == "+3 h 20"
    assert words.left(NOW + timedelta(seconds=12_000), NOW) == "3 h 20"


def test_that_today_has_seconds_and_another_day_its_date() -> None:
    assert words.moment(NOW, NOW) == "10:30:00"
    assert words.moment(NOW - timedelta(days=1), NOW) == "11-20 10:30"
    assert words.moment(NOW - timedelta(days=400), NOW) == "2025-10-17 10:30"
    assert words.moment(None, NOW) == ""


def test_that_a_day_begins_at_the_citys_midnight() -> None:
    evening = datetime(2026, 11, 20, 16, 30, tzinfo=UTC)  # 00:30 on the 21st
    assert words.moment(evening, NOW) == "00:30:00"


def test_that_limits_are_told_with_their_clock() -> None:
    words.speak("en")
    assert words.limit(4, LimitType.WORK_HOUR) == "4 working hours"
    assert words.limit(1, LimitType.WORK_DAY) == "1 working day"
    words.speak("zh_CN")
    assert words.limit(1, LimitType.WORK_DAY) == "1 工作日"


def test_that_a_number_is_shortened_to_what_people_say() -> None:
    assert words.number_short("1408022026112100123") == "1121-00123"


def test_that_what_the_outbox_sends_has_words() -> None:
    words.speak("zh_CN")
    assert words.verb("DISPATCH") == "派遣"
    assert words.verb("UPLOAD") == "上传照片"
    assert all(words.verb(verb) for verb in Verb)


@pytest.mark.parametrize(
    ("seconds", "zh", "en"), [(90, "90 秒", "90 s"), (7100, "118 分", "118 min"), (172_799, "47 小时", "47 h"), (172_800, "2 天", "2 d")]
)
def test_that_an_age_reads_in_the_unit_that_people_would_take(seconds: float, zh: str, en: str) -> None:
    words.speak("zh_CN")
    assert words.age(seconds) == zh
    words.speak("en")
    assert words.age(seconds) == en


def test_that_english_quotes_are_plain() -> None:
    """The curved ones are as wide as a letter in the Chinese font, and leave a gap in English."""
    curved = [
        f"{path.relative_to(ROOT)}:{line} {text}"
        for path in sorted((ROOT / "console").rglob("*.py"))
        for line, text in texts(ast.parse(path.read_text("utf-8")))
        if re.search("[“”‘’]", text) and not CHINESE.search(text) and text != "“”"
    ]
    assert curved == []
    assert (words.quoted("a"), words.speak("en"), words.quoted("a")) == ("“a”", None, '"a"')


def texts(node: ast.AST) -> Iterator[tuple[int, str]]:
    """Literals with their lines; what is put into one leaves nothing."""
    if isinstance(node, ast.JoinedStr):
        yield node.lineno, "".join(str(part.value) for part in node.values if isinstance(part, ast.Constant))
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.lineno, node.value
    else:
        for child in ast.iter_child_nodes(node):
            yield from texts(child)
