"""The wall as it was, told again from the patrol log: beside the wall that the log was written at."""

import random
from datetime import UTC, datetime, timedelta

from console.hall.scenes import Scene, scenes_at
from console.hall.video_layouts import count_of
from console.hall.watches import Place, WatchLog
from wire.patrols import WatchRecord
from wire.people import User

NOON = datetime(2026, 11, 29, 4, 0, tzinfo=UTC)
MINUTES = 50
WALLS = ("4", "9", "1+5", "5x3+2")


def person(name: str) -> User:
    return User(id=name, version=1, name=name, full_name=name.title(), roles=[])


def work_at_a_wall(seed: int) -> tuple[WatchLog, list[tuple[datetime, str, list[str]]]]:
    """Somebody changes cameras and layouts, a step of at least ten seconds each; what hung there, second by second."""
    chance, log, seen = random.Random(seed), WatchLog(), list[tuple[datetime, str, list[str]]]()
    layout, cameras = "4", ["c0", "c1", "c2", "c3"]
    for second in range(MINUTES * 60):
        if second and second % 10 == 0 and chance.random() < 0.1:
            if chance.random() < 0.3:
                layout = chance.choice(WALLS)
                cameras = [f"c{number}" for number in chance.sample(range(40), count_of(layout))]
            else:
                cameras = list(cameras)
                cameras[chance.randrange(len(cameras))] = chance.choice(["", f"c{chance.randrange(40, 60)}"])
            if len({each for each in cameras if each}) < sum(map(bool, cameras)):
                cameras = [each if each not in cameras[:place] else "" for place, each in enumerate(cameras)]
        at = NOON + timedelta(seconds=second)
        places = {camera: Place(cell, layout) for cell, camera in enumerate(cameras) if camera}
        log.look(dict.fromkeys(places, True), "", at, places)
        seen.append((at, layout, list(cameras)))
    return log, seen


def test_that_the_log_tells_what_hung_at_any_moment_that_was_not_a_glance() -> None:
    log, seen = work_at_a_wall(5)
    records = log.untold(person("wang"))
    assert len(records) > 60
    told = 0
    for place in range(5, len(seen) - 5, 7):
        at, layout, cameras = seen[place]
        if {(each, tuple(hung)) for _, each, hung in seen[place - 3 : place + 4]} != {(layout, tuple(cameras))} or not any(cameras):
            continue  # it was being changed
        assert scenes_at(records, at) == [Scene(layout, tuple(cameras), "wang", "Wang")]
        told += 1
    assert told > 200


def test_that_everybody_has_a_wall_of_their_own_and_what_is_over_hangs_no_more() -> None:
    def record(user: str, camera: str, since: int, until: int, **place: object) -> WatchRecord:
        begun, over = NOON + timedelta(minutes=since), NOON + timedelta(minutes=until)
        return WatchRecord(id="", camera_id=camera, since=begun, until=over, live_s=1, tour="", user=user, full_name=user.title(), **place)

    log = [
        record("li", "a", 0, 10, cell=2, layout="4"),
        record("wang", "b", 0, 5, cell=0, layout="9"),
        record("wang", "c", 5, 10, cell=0, layout="9"),
        record("wang", "d", 0, 10, cell=8, layout="9"),
        record("old", "x", 3, 10),
        record("old", "y", 3, 10),
        record("old", "z", 3, 10),
    ]
    scenes = {scene.user: scene for scene in scenes_at(log, NOON + timedelta(minutes=7))}
    assert [*scenes] == ["old", "wang", "li"]
    assert scenes["wang"] == Scene("9", ("c", *[""] * 7, "d"), "wang", "Wang")
    assert scenes["li"] == Scene("4", ("", "", "a", ""), "li", "Li")
    assert (scenes["old"].layout, sorted(scenes["old"].cameras)) == ("4", ["", "x", "y", "z"])
    assert scenes_at(log, NOON + timedelta(minutes=30)) == []
