"""The filing standard that ships: its counts, its limits against the city's own file, and how a wrong one is refused."""

import csv
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from backend import standards
from backend.importers.standards import limit_of
from backend.rules import transitions
from backend.standards.data import FOLDER, BadStandard
from wire.codes import Kind, LimitType
from wire.standards import Condition

SHIPPED = standards.read()
LISTED = [condition for condition in SHIPPED.catalogue.conditions if (condition.kind, condition.class_code) not in SHIPPED.added]


def conditions_of(kind: Kind, code: str) -> list[Condition]:
    return [condition for condition in SHIPPED.catalogue.conditions if (condition.kind, condition.class_code) == (kind, code)]


def test_that_every_class_and_condition_of_the_city_is_there() -> None:
    classes = Counter(small.kind for small in SHIPPED.catalogue.classes if (small.kind, small.code) not in SHIPPED.added)
    assert classes == {Kind.COMPONENT: 92, Kind.EVENT: 98}
    assert Counter(condition.kind for condition in LISTED) == {Kind.COMPONENT: 375, Kind.EVENT: 144}
    assert [major.code for major in SHIPPED.catalogue.majors] == [*["01", "02", "03", "04", "05"], *["01", "02", "03", "04", "05", "06"]]


def test_that_the_limits_are_distributed_as_they_were_counted() -> None:
    counted = Counter((condition.limit.amount, condition.limit.type) for condition in LISTED)
    assert counted[1, LimitType.WORK_DAY] == 143
    assert counted[5, LimitType.WORK_DAY] == 86
    assert counted[3, LimitType.WORK_DAY] == 84
    assert counted[2, LimitType.WORK_DAY] == 82
    assert counted[4, LimitType.WORK_HOUR] == 39
    assert counted[2, LimitType.URGENT_HOUR] == 32
    assert counted[2, LimitType.WORK_HOUR] == 22


def test_that_what_the_city_does_not_list_is_marked_as_ours() -> None:
    assert {SHIPPED.classes[each].name for each in SHIPPED.added} == {"机动车乱停放", "其他问题"}


def test_that_every_condition_has_its_own_words_in_both_languages() -> None:
    for condition in SHIPPED.catalogue.conditions:
        assert len(condition.text) >= 4, condition.id
        assert condition.text_en[0].isupper(), condition.id
        assert not {"{", "}", "~"} & set(condition.text + condition.text_en), condition.id
        assert condition.closing, condition.id
        assert condition.closing_en, condition.id
    for small in SHIPPED.catalogue.classes:
        assert len({condition.text for condition in conditions_of(small.kind, small.code)}) == len(conditions_of(small.kind, small.code)), small.code


def test_that_ids_follow_the_order_of_the_city() -> None:
    second = conditions_of(Kind.EVENT, "0493")[1]
    assert second.id == "EVENT-0493-2"
    assert (second.limit.amount, second.limit.type) == (2, LimitType.WORK_HOUR)
    assert conditions_of(Kind.COMPONENT, "0402")[1].remark == "planting season"


def test_that_every_trade_has_a_name() -> None:
    assert {small.trade for small in SHIPPED.catalogue.classes} <= set(SHIPPED.trades)


@pytest.mark.real_data
def test_that_classes_and_limits_are_those_of_the_city(real_data: Path) -> None:
    """Same classes, and for each the same limits in the same order; none of the city's sentences was copied."""
    wanted: dict[tuple[Kind, str], list[tuple[float, LimitType]]] = {}
    sentences = set()
    with (real_data / "standards_case_yuncheng" / "muban_parsed.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            kind = Kind.COMPONENT if row["kind"] == "部件" else Kind.EVENT
            limit, _ = limit_of(row["time_limit"])
            wanted.setdefault((kind, f"{int(row['big_code']):02d}{int(row['small_code']):02d}"), []).append((limit.amount, limit.type))
            sentences.add(row["open_condition"])
    found = {key: [(each.limit.amount, each.limit.type) for each in conditions_of(*key)] for key in SHIPPED.classes if key not in SHIPPED.added}
    assert found == wanted
    assert not sentences & {condition.text for condition in LISTED}


@pytest.fixture
def copy(tmp_path: Path) -> Callable[[str, str, str], Path]:
    """The standards with one thing changed in one file."""

    def changed(name: str, old: str, new: str) -> Path:
        folder = tmp_path / "standards"
        shutil.copytree(FOLDER, folder, dirs_exist_ok=True)
        text = (folder / name).read_text("utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new, 1), "utf-8")
        return folder

    return changed


WRONG = [
    pytest.param("transitions.toml", 'to = "VERIFYING"', 'to = "WAITING"', "WAITING", id="status"),
    pytest.param("transitions.toml", 'roles = ["ACCEPTOR"]', 'roles = ["CAPTAIN"]', "CAPTAIN", id="role"),
    pytest.param("transitions.toml", '"problem_verified"', '"problem_proved"', "problem_proved", id="guard"),
    pytest.param("transitions.toml", '"condition_of_class"', '"condition_of_glass"', "condition_of_glass", id="check"),
    pytest.param("transitions.toml", '"pause_clock"', '"pawse_clock"', "pawse_clock", id="effect"),
    pytest.param("transitions.toml", 'asks = ["department_id"]', 'asks = ["department"]', "department", id="field"),
    pytest.param("transitions.toml", 'verb = "REFUSE"', 'verb = "MERGE"', "both take MERGE", id="two ways"),
    pytest.param("transitions.toml", "reopen_days = 15", "reopen_days = 15\nreopen_hours = 2", "reopen_hours", id="unknown key"),
    pytest.param("components.toml", '"2 URGENT_HOUR"', '"2 FORTNIGHT"', "FORTNIGHT", id="limit"),
    pytest.param("components.toml", '"2 URGENT_HOUR"', '"0 URGENT_HOUR"', "no time", id="no time"),
    pytest.param("components.toml", 'trade = "WATER"', 'trade = "WINE"', "WINE", id="trade"),
    pytest.param("components.toml", 'code = "0102"', 'code = "0101"', "twice", id="class twice"),
    pytest.param("components.toml", 'code = "0102"', 'code = "7702"', "major", id="no major class"),
    pytest.param("components.toml", 'closing = "restored"', 'closing = "restarted"', "restarted", id="closing"),
    pytest.param("calendar.toml", "Asia/Shanghai", "Asia/Atlantis", "Atlantis", id="zone"),
    pytest.param("calendar.toml", '"SATURDAY"', '"CATURDAY"', "weekend", id="weekend"),
    pytest.param("calendar.toml", "14:00:00, 18:00:00", "11:00:00, 18:00:00", "overlap", id="hours"),
    pytest.param("calendar.toml", "first = 2026-01-01", "first = 2026-01-09", "ends before", id="holiday"),
    pytest.param("recommendation.toml", "of_axis = 0.4", "of_axis = 0.5", "add up to 1", id="shares"),
    pytest.param("recommendation.toml", '"PENDING_DISPATCH", ', '"REPORTED", ', "two purposes", id="two purposes"),
    pytest.param("recommendation.toml", "load = 6.0", "load = -6.0", "load", id="negative weight"),
    pytest.param("recommendation.toml", 'kinds = ["INSPECTOR"]', 'kinds = ["DRONE"]', "DRONE", id="kind of unit"),
    pytest.param("evaluation.toml", 'of = "rework_rate"', 'of = "rework"', "the unknown rework", id="term"),
    pytest.param("evaluation.toml", 'id = "report_rate"', 'id = "points"', "points twice", id="indicator twice"),
    pytest.param("evaluation.toml", 'laps = ["ACCEPT"]', "", "either over and under, or laps", id="no formula"),
    pytest.param("evaluation.toml", "least = 0\n", "least = 5\n", "fall to 0", id="grades"),
    pytest.param("evaluation.toml", "weight = 60", "wieght = 60", "wieght", id="key of a term"),
    pytest.param("calendar.toml", "zone = ", "zone ", "calendar.toml", id="no TOML"),
]


@pytest.mark.parametrize(("name", "old", "new", "says"), WRONG)
def test_that_a_wrong_standard_is_refused_in_one_sentence(copy: Callable[[str, str, str], Path], name: str, old: str, new: str, says: str) -> None:
    with pytest.raises(BadStandard) as refused:
        transitions.check(standards.read(copy(name, old, new)))
    assert says in str(refused.value)
    assert "\n" not in str(refused.value)


def test_that_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadStandard, match=r"responsibility\.toml cannot be read"):
        standards.read(tmp_path)
