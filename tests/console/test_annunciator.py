"""News of one's queues: told once, in few lines, and never with more than one sound in five seconds."""

import itertools
import random
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from console import words
from console.hall.annunciator import Annunciator, Event
from console.hall.hall import Hall
from console.hall.news import News
from console.hall.queues import FOLDER, BadDesk, queues_of
from console.hall.receipts import Receipt, ReceiptState
from console.hall.sounds import Output, Rule, sounds
from console.language import Language
from console.widgets.annunciator import AnnunciatorPane
from console.widgets.sounder import RATE, Sounder, samples
from tests.console import town
from wire.cases import Case
from wire.changes import Change
from wire.codes import AdjustmentKind, Kind, Noun, Role, Status, Verb

GAP_S = sounds().gap_s


def arrival(number: int, rule: Rule = Rule.ARRIVAL, place: str = "", code: str = "0101") -> Event:
    return Event(rule, f"c{number}", place, (Kind.EVENT, code))


def test_that_a_thousand_arrivals_in_a_minute_lose_nothing_and_make_no_storm() -> None:
    """A simulated clock; one in a hundred is urgent, and each of those stands alone."""
    chance, told, sounded = random.Random(2), Annunciator(sounds()), list[float]()
    times = sorted(chance.uniform(0, 60) for _ in range(1000))
    most_lines = 0
    for number, at in enumerate(times):
        rule = Rule.URGENT if number % 200 == 7 else chance.choice((Rule.ARRIVAL, Rule.YELLOW, Rule.RED, Rule.RETURNED, Rule.SUPERVISED))
        told.hear([arrival(number, rule, chance.choice(("下穿通道", "解放路", "")))], at)
        most_lines = max(most_lines, len(told.lines))
        if told.sound(at) is not None:
            sounded.append(at)
    heard = [id for line in told.lines for id in line.events]
    assert len(heard) == len(set(heard)) == 1000
    assert most_lines <= 12
    assert sum(line.rule is Rule.URGENT for line in told.lines) == 5
    assert all(len(line.events) == 1 for line in told.lines if line.rule is Rule.URGENT)
    assert all(later - earlier >= GAP_S for earlier, later in itertools.pairwise(sounded))
    assert 10 <= len(sounded) <= 13


def test_that_the_most_pressing_of_what_waited_is_heard() -> None:
    told = Annunciator(sounds())
    told.hear([arrival(1)], 0)
    assert told.sound(0) is Rule.ARRIVAL
    told.hear([arrival(2), arrival(3, Rule.URGENT), arrival(4, Rule.RED)], 1)
    assert told.sound(1) is None
    assert told.sound(GAP_S) is Rule.URGENT
    assert told.sound(3 * GAP_S) is None


def test_that_muted_lines_come_without_a_sound_until_the_end_of_it() -> None:
    told = Annunciator(sounds())
    told.mute(600)
    told.hear([arrival(1, Rule.URGENT)], 10)
    assert told.sound(10) is None
    assert len(told.lines) == 1
    assert told.sound(601) is None  # what came meanwhile is not heard afterwards
    told.hear([arrival(2)], 602)
    assert told.sound(602) is Rule.ARRIVAL


def test_that_a_line_names_what_most_of_it_has_in_common() -> None:
    told = Annunciator(sounds())
    told.hear([arrival(number, place="下穿通道" if number < 3 else "", code=f"{number:04}") for number in range(15)], 0)
    assert told.lines[0].most() == ("下穿通道", 3, 12)


@pytest.mark.parametrize(("fault", "why"), [('tone = "boing"', "boing"), ("press = true", "press"), ("loud = 1", "loud")])
def test_that_wrong_rules_are_refused(tmp_path: Path, fault: str, why: str) -> None:
    text = (FOLDER / "sounds.toml").read_text("utf-8")
    line = next(line for line in text.splitlines() if line.startswith(fault.split(" ")[0] + " = ")) if "loud" not in fault else "press = 1"
    (tmp_path / "sounds.toml").write_text(text.replace(line, fault if "loud" not in fault else f"press = 1\n{fault}", 1))
    with pytest.raises(BadDesk, match=why):
        sounds(tmp_path)


def test_that_every_queue_names_a_rule_that_there_is() -> None:
    everybody = queues_of(town.user(*(role for role in Role)))
    assert {queue.sound for queue in everybody if queue.sound} <= set(Rule)


def test_that_a_tone_begins_and_ends_in_silence_and_lasts_as_long_as_it_says() -> None:
    made = samples([(880, 100), (0, 50)])
    assert len(made) == 2 * (RATE // 10 + RATE * 50 // 1000)
    assert made[:2] == made[-2:] == b"\0\0"


# From the Hall


@pytest.fixture
def told(hall: Hall, qtbot: QtBot) -> Callable[[], list[tuple[Rule, str]]]:
    """What has been told since it was asked last; the hall has settled."""
    news, events = News(hall, queues_of(town.user(Role.DISPATCHER, Role.AUDITOR)), hall), list[Event]()
    news.told.connect(events.extend)
    hall.refreshed.emit()
    qtbot.waitUntil(lambda: news.live)

    def since() -> list[tuple[Rule, str]]:
        qtbot.waitUntil(lambda: not news._turn.isActive())
        found = [(event.rule, event.case_id) for event in events]
        events.clear()
        return found

    assert since() == []
    return since


def put(hall: Hall, number: int, status: Status, **different: object) -> None:
    calm = {"urgent": False, "returned": False}
    hall.cases.put([msgspec.structs.replace(town.case(number, status, random.Random(number), version=9), **(calm | different))])


@pytest.mark.gui
def test_that_what_comes_into_my_queues_is_told_once(hall: Hall, told: Callable[[], list[tuple[Rule, str]]]) -> None:
    put(hall, 900, Status.PENDING_DISPATCH)
    put(hall, 901, Status.PENDING_FILING)  # somebody else's
    assert told() == [(Rule.ARRIVAL, "c-900")]
    put(hall, 900, Status.PENDING_DISPATCH, version=10, address="elsewhere")
    assert told() == []
    put(hall, 902, Status.PENDING_DISPATCH, returned=True)
    put(hall, 903, Status.PENDING_DISPATCH, urgent=True)
    assert sorted(told()) == [(Rule.RETURNED, "c-902"), (Rule.URGENT, "c-903")]
    put(hall, 900, Status.PENDING_DISPATCH, version=11, urgent=True)
    assert told() == [(Rule.URGENT, "c-900")]


@pytest.mark.gui
def test_that_who_has_a_case_is_told_when_another_hand_is_sent_to_its_place(hall: Hall, qtbot: QtBot) -> None:
    hall.cases.replace([])
    place = {"lon": 111.0, "lat": 35.0, "department_id": "d-1", "submitted_at": None}
    put(hall, 920, Status.DISPOSING, handler="王师傅", **place)
    put(hall, 921, Status.PENDING_DISPOSAL, handler=None, **place)
    put(hall, 922, Status.PENDING_DISPOSAL, handler=None, **(place | {"lon": 111.01}))
    me = msgspec.structs.replace(town.user(Role.HANDLER, Role.DEPARTMENT), department_id="d-1")
    news, events = News(hall, queues_of(me), hall), list[Event]()
    news.told.connect(events.extend)
    hall.refreshed.emit()
    qtbot.waitUntil(lambda: news.live)
    put(hall, 922, Status.DISPOSING, handler="李师傅", version=10, **(place | {"lon": 111.01}))  # somewhere else
    put(hall, 921, Status.DISPOSING, handler="李师傅", version=10, **place)
    qtbot.waitUntil(lambda: not news._turn.isActive())
    assert [event.case_id for event in events if event.rule is Rule.SHARED] == ["c-920"]
    events.clear()
    put(hall, 923, Status.PENDING_DISPOSAL, handler=None, **place)
    hall.receipts.put([Receipt(id="k", version=1, verb=Verb.ASSIGN, subject="c-923", state=ReceiptState.STORED, at=town.NOW)])
    put(hall, 923, Status.DISPOSING, handler="赵师傅", version=10, **place)  # by whoever sits here
    qtbot.waitUntil(lambda: not news._turn.isActive())
    assert [event for event in events if event.rule is Rule.SHARED] == []


@pytest.mark.gui
def test_that_who_sees_all_of_the_disposal_is_not_told_of_second_assignments(hall: Hall, told: Callable[[], list[tuple[Rule, str]]]) -> None:
    place = {"lon": 111.0, "lat": 35.0, "department_id": "d-1", "submitted_at": None}
    put(hall, 930, Status.DISPOSING, handler="王师傅", **place)
    put(hall, 931, Status.PENDING_DISPOSAL, handler=None, **place)
    told()
    put(hall, 931, Status.DISPOSING, handler="李师傅", version=10, **place)
    assert [rule for rule, _ in told() if rule is Rule.SHARED] == []


@pytest.mark.gui
def test_that_who_is_urged_hears_it(hall: Hall, qtbot: QtBot, told: Callable[[], list[tuple[Rule, str]]]) -> None:
    """Who has the case: its department, or the post whose turn it is; neither who sees it beside others, nor who has urged himself."""
    office = {"department_id": "d-1", "handler": None, "yellow_at": None, "deadline_at": None}
    for number, status in ((940, Status.PENDING_DISPOSAL), (941, Status.PENDING_DISPATCH), (942, Status.PENDING_DISPATCH)):
        put(hall, number, status, **office)
    news, events = News(hall, queues_of(msgspec.structs.replace(town.user(Role.DEPARTMENT), department_id="d-1")), hall), list[Event]()
    news.told.connect(events.extend)
    hall.refreshed.emit()
    qtbot.waitUntil(lambda: news.live)
    told()
    hall.receipts.put([Receipt(id="k", version=1, verb=Verb.REMIND, subject="c-942", state=ReceiptState.STORED, at=town.NOW)])
    for number, status in ((940, Status.PENDING_DISPOSAL), (941, Status.PENDING_DISPATCH), (942, Status.PENDING_DISPATCH)):
        put(hall, number, status, version=10, reminded_at=town.NOW, **office)
    assert told() == [(Rule.REMINDED, "c-941")]
    qtbot.waitUntil(lambda: not news._turn.isActive())
    assert [(event.rule, event.case_id) for event in events] == [(Rule.REMINDED, "c-940")]


@pytest.mark.gui
def test_that_who_has_asked_hears_that_it_was_reviewed(hall: Hall, qtbot: QtBot) -> None:
    """Granted or refused; neither what the own department went on with, nor what was withdrawn here, nor what waits for the next review."""
    ours = {"department_id": "d-1", "handler": None, "yellow_at": None, "deadline_at": None, "asked": AdjustmentKind.EXTEND}
    hall.me = msgspec.structs.replace(town.user(Role.DEPARTMENT), department_id="d-1")
    for number in range(950, 956):
        put(hall, number, Status.PENDING_DISPOSAL, **ours)
    put(hall, 956, Status.CLOSED, **(ours | {"asked": AdjustmentKind.APPEAL}))
    put(hall, 957, Status.PENDING_DISPOSAL, **(ours | {"asked": AdjustmentKind.RETURN}))
    put(hall, 958, Status.PENDING_DISPOSAL, **(ours | {"asked": None}))
    address = hall.cases.get("c-957").address  # type: ignore[union-attr]
    news, events = News(hall, queues_of(hall.me), hall), list[Event]()
    news.told.connect(events.extend)
    hall.refreshed.emit()
    qtbot.waitUntil(lambda: news.live)
    hall.receipts.put([Receipt(id="k", version=1, verb=Verb.WITHDRAW, subject="c-953", state=ReceiptState.STORED, at=town.NOW)])
    answered = ours | {"asked": None, "version": 10}
    put(hall, 950, Status.PENDING_DISPOSAL, **answered)
    put(hall, 951, Status.SUSPENDED, **answered)
    put(hall, 952, Status.DISPOSING, **answered)
    put(hall, 953, Status.PENDING_DISPOSAL, **answered)
    put(hall, 954, Status.PENDING_DISPOSAL, **(ours | {"version": 10}))
    put(hall, 955, Status.PENDING_DISPOSAL, **(answered | {"department_id": "d-2"}))
    put(hall, 956, Status.CLOSED, **answered)
    hall.cases.put([], gone=["c-957", "c-958"])  # what an office is told of a case that is not its own any more
    qtbot.waitUntil(lambda: not news._turn.isActive())
    assert [(event.case_id, event.place) for event in events if event.rule is Rule.RETURN_GRANTED] == [("c-957", address)]
    assert sorted(event.case_id for event in events if event.rule is Rule.REVIEWED) == ["c-950", "c-951", "c-956"]


def of_feed(seq: int, case: Case | None, id: str = "") -> tuple[Change, Case | None]:
    """One a second; what bears the same number was one transaction."""
    id, version = (case.id, case.version) if case else (id, 99)
    return Change(seq=seq, at=town.NOW + timedelta(seconds=seq), noun=Noun.CASE, id=id, version=version, body=msgspec.Raw(b"null")), case


@pytest.mark.gui
def test_that_a_return_that_was_granted_while_the_console_was_away_is_told_once(hall: Hall, qtbot: QtBot) -> None:
    """It opens on what it knew; what came to it meanwhile is no news, and is not told."""
    ours = {"department_id": "d-1", "handler": None, "yellow_at": None, "deadline_at": None, "version": 9, "urgent": False}
    hall.me = msgspec.structs.replace(town.user(Role.DEPARTMENT), department_id="d-1")
    put(hall, 960, Status.PENDING_DISPOSAL, **(ours | {"asked": AdjustmentKind.RETURN}))
    put(hall, 961, Status.PENDING_DISPOSAL, **ours)
    known, other = hall.cases.get("c-960"), hall.cases.get("c-961")
    assert known is not None
    assert other is not None
    news, events = News(hall, queues_of(hall.me), hall), list[Event]()
    news.told.connect(events.extend)
    hall.apply([of_feed(1, None, "c-960"), of_feed(2, msgspec.structs.replace(known, id="c-962", asked=None)), of_feed(3, None, "c-961")])
    qtbot.waitUntil(lambda: not news._turn.isActive())
    assert events == []
    hall.caught_up.emit()
    qtbot.waitUntil(lambda: news.live and not news._turn.isActive())
    assert [(event.rule, event.case_id) for event in events] == [(Rule.RETURN_GRANTED, "c-960")]

    # Away once more: asked and granted meanwhile, granted and back again, asked and withdrawn, and withdrawn and then taken away.
    events.clear()
    asked = [msgspec.structs.replace(known, id=id, version=10) for id in ("c-963", "c-964", "c-965", "c-966")]
    ended = [msgspec.structs.replace(each, version=11, asked=None) for each in asked]
    back = msgspec.structs.replace(ended[1], version=13)
    hall.apply(
        [
            *(of_feed(4 + number, each) for number, each in enumerate(asked)),
            *(of_feed(8 + number, each) for number, each in enumerate(ended)),
            *(of_feed(8 + number, None, each.id) for number, each in enumerate(asked[:2])),
            of_feed(12, back),
            of_feed(13, None, "c-966"),
        ]
    )
    hall.caught_up.emit()
    qtbot.waitUntil(lambda: not news._turn.isActive())
    assert sorted(event.case_id for event in events if event.rule is Rule.RETURN_GRANTED) == ["c-963", "c-964"]
    events.clear()
    hall.cases.replace([each for each in hall.cases if each.id != "c-965"])  # a new snapshot, when the feed is not kept so long
    hall.caught_up.emit()
    qtbot.waitUntil(lambda: not news._turn.isActive())
    assert events == []


@pytest.mark.gui
def test_that_a_lamp_that_turns_by_time_alone_is_told(hall: Hall, told: Callable[[], list[tuple[Rule, str]]]) -> None:
    at = {"yellow_at": town.NOW + timedelta(minutes=5), "deadline_at": town.NOW + timedelta(minutes=9), "disposed_at": None}
    hall.cases.replace([])
    put(hall, 910, Status.DISPOSING, **at)
    assert (Rule.RED, "c-910") not in told()
    for minutes, rule in ((6, Rule.YELLOW), (10, Rule.RED)):
        hall.clock.set(town.NOW + timedelta(minutes=minutes))
        hall.clock.ticked.emit(hall.clock.now())
        assert [event for event in told() if event[1] == "c-910"] == [(rule, "c-910")]


@pytest.mark.gui
def test_that_the_pane_says_what_came_and_that_nothing_can_be_heard_here(hall: Hall, show: Callable[..., AnnunciatorPane], qtbot: QtBot) -> None:
    pane = show(AnnunciatorPane(hall, sounds(), Sounder(hall)), 600, 240)
    pane.hear([arrival(number, place="下穿通道" if number < 3 else "", code=f"{number:04}") for number in range(15)])
    pane.hear([Event(Rule.URGENT, "c-1", "", (Kind.EVENT, "0110"))])
    assert next(pane.text(line) for line in pane.annunciator.lines) == "新到案件 · 下穿通道 3 件，另有 12 件"
    assert pane.list.item(0).text().endswith(hall.cases.get("c-1").address)  # type: ignore[union-attr]
    pane.test.click()
    assert pane._state.text() in ("本机没有音频设备，听不到声音", "已播放提示音")
    pane.mute_for(15)
    assert pane._state.text() == f"静音至 {words.local(town.NOW + timedelta(minutes=15)):%H:%M}"
    pane.list.setCurrentRow(0)
    with qtbot.waitSignal(pane.opened) as opened:
        QTest.keyClick(pane.list, Qt.Key.Key_Return)
    assert opened.args == ["c-1"]
    assert hall.selection.id == "c-1"
    pane.clear.click()
    assert pane.list.count() == 0


@pytest.mark.gui
def test_that_what_came_before_the_language_was_changed_is_said_in_the_new_one(
    hall: Hall, show: Callable[..., AnnunciatorPane], tongue: Language, qtbot: QtBot
) -> None:
    news, told = News(hall, queues_of(town.user(Role.DISPATCHER)), hall), list[str]()
    pane = show(AnnunciatorPane(hall, sounds(), Sounder(hall)), 600, 240)
    pane.line_changed.connect(lambda text, _: told.append(text))
    news.told.connect(pane.hear)
    hall.refreshed.emit()
    qtbot.waitUntil(lambda: news.live)
    small = next(iter(hall.classes.values()))
    put(hall, 3000, Status.PENDING_DISPATCH, kind=small.kind, class_code=small.code, duty_grid=None)
    qtbot.waitUntil(lambda: pane.list.count() == 1)
    assert told[-1] == f"新到案件 · {small.name} 1 件"
    pane.test.click()
    tongue.set("en")
    qtbot.waitUntil(lambda: told[-1] == f"New cases · {small.name_en} 1")
    assert pane.list.item(0).text().endswith(told[-1])
    assert pane._state.text() in ("no audio device: nothing can be heard here", "a tone was played")


class Loudspeaker(Sounder):
    """A device that writes down what is played on it: a build machine has none."""

    def __init__(self, hall: Hall) -> None:
        super().__init__(hall)
        self._hall = hall
        self.heard: list[tuple[float, bytes]] = []  # when by the clock of the Hall, and what

    def has_device(self) -> bool:
        return True

    def _start(self, sound: bytes) -> None:
        self.heard.append((self._hall.clock.now().timestamp(), sound))


@pytest.mark.gui
def test_that_the_sound_of_the_rule_reaches_the_loudspeaker_and_never_storms(hall: Hall, show: Callable[..., AnnunciatorPane], qtbot: QtBot) -> None:
    """A minute of news of my queues, second by second: from the case that comes to the samples that are played."""
    loud, news = Loudspeaker(hall), News(hall, queues_of(town.user(Role.DISPATCHER)), hall)
    pane = show(AnnunciatorPane(hall, sounds(), loud), 600, 240)
    news.told.connect(pane.hear)
    hall.refreshed.emit()
    qtbot.waitUntil(lambda: news.live)
    loud.heard.clear()
    begun = hall.clock.now()
    for second in range(60):
        hall.clock.set(begun + timedelta(seconds=second))
        for number in range(5):
            put(hall, 1000 + 5 * second + number, Status.PENDING_DISPATCH, urgent=second == 20 and number == 3)
        qtbot.waitUntil(lambda: not news._turn.isActive())
        hall.clock.ticked.emit(hall.clock.now())
    times = [at for at, _ in loud.heard]
    assert all(later - earlier > GAP_S - 0.5 for earlier, later in itertools.pairwise(times))  # the clock goes on between the decision and the device
    assert 60 / GAP_S / 2 <= len(times) <= 60 / GAP_S + 1
    tones = {rule: samples(sounds().tones[sounds().rule[rule].tone]) for rule in (Rule.ARRIVAL, Rule.URGENT)}
    assert tones[Rule.ARRIVAL] != tones[Rule.URGENT]
    assert [at - begun.timestamp() for at, sound in loud.heard if sound == tones[Rule.URGENT]] == [pytest.approx(20, abs=GAP_S + 1)]
    assert {sound for _, sound in loud.heard} == set(tones.values())
    pane.mute_for(15)
    put(hall, 2000, Status.PENDING_DISPATCH, urgent=True)
    qtbot.waitUntil(lambda: not news._turn.isActive())
    assert len(loud.heard) == len(times)


@pytest.mark.gui
def test_that_what_should_be_spoken_is_its_tone_where_there_is_no_voice(hall: Hall, show: Callable[..., AnnunciatorPane]) -> None:
    """Every rule by its own output, on a machine with a loudspeaker and without an engine that speaks."""
    loud = Loudspeaker(hall)
    loud.engines = list  # type: ignore[method-assign]
    pane = show(AnnunciatorPane(hall, sounds(), loud), 600, 240)
    for number, (rule, told) in enumerate(sounds().rule.items()):
        loud.heard.clear()
        hall.clock.set(town.NOW + timedelta(seconds=10 * (number + 1)))
        pane.hear([arrival(number, rule)])
        tone = samples(sounds().tones[told.tone])
        assert [sound for _, sound in loud.heard] == ([] if told.output is Output.NONE else [tone]), rule
    assert {told.output for told in sounds().rule.values()} == set(Output)
