"""Steps as they are typed: by words and initials, in both languages."""

import pytest

from console import words
from console.hall.commands import Command, initials, meant, parse
from wire.codes import Verb

OFFICES = [("d1", ("北城环卫所",)), ("d2", ("南城环卫所",)), ("d3", ("市政路灯所",))]


@pytest.mark.parametrize(
    ("typed", "verb", "row", "rest"),
    [
        ("pq 3 bc", Verb.DISPATCH, 3, "bc"),
        ("派遣 3 北城", Verb.DISPATCH, 3, "北城"),
        ("派遣", Verb.DISPATCH, 0, ""),
        ("db 本周 办结", Verb.SUPERVISE, 0, "本周 办结"),
        ("remind 12 hurry up", Verb.REMIND, 12, "hurry up"),
        ("  CB  2 ", Verb.REMIND, 2, ""),
    ],
)
def test_that_a_step_is_meant_by_its_word_or_its_initials(typed: str, verb: Verb, row: int, rest: str) -> None:
    found = parse(typed, words.VERB)
    assert found is not None
    assert found.verbs[0] is verb
    assert found == Command(found.verbs, row, rest)


def test_that_what_is_no_step_is_none() -> None:
    assert parse("", words.VERB) is None
    assert parse("zzz 3", words.VERB) is None


def test_that_a_department_is_meant_by_any_part_and_several_stay_several() -> None:
    assert meant("bc", OFFICES) == ["d1"]
    assert meant("路灯", OFFICES) == ["d3"]
    assert meant("ld", OFFICES) == ["d3"]
    assert meant("hws", OFFICES) == ["d1", "d2"]
    assert meant("", OFFICES) == []
    assert initials("南城环卫所 2") == "nchws 2"
