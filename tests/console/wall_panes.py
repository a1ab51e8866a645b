"""Panes around the others with something in them: the video wall and its log, phrases, drafts, what there was at the same time."""

from datetime import timedelta

from PySide6.QtWidgets import QWidget

from console.hall.hall import Hall
from console.hall.tours import Group, Tour
from console.widgets.intake.draft_list import DraftList
from console.widgets.intake.phrases import PhrasesPane
from console.widgets.pane import Pane
from console.widgets.patrol_log import PatrolLog
from console.widgets.playback.bar import PlaybackBar
from console.widgets.rewind.along import Along
from console.widgets.spoken import button
from console.widgets.video_patrol import Patrol, PatrolBar
from console.widgets.video_wall import VideoWall
from console.workers.streams import StreamPool
from tests.console import town
from wire.cameras import Camera
from wire.codes import Role, Verb
from wire.patrols import Watcher, WatchRecord
from wire.phrases import Phrase

CAMERAS = {"v-1": "人民路与解放街口北", "v-2": "开发区管委会门口", "v-3": "垃圾转运站"}
TOUR = Tour(name="夜间重点部位巡查", groups=[Group("商业街与夜市重点时段", list(CAMERAS))], dwell_s=20, layout="4")
MINUTE = timedelta(minutes=1)


def video(hall: Hall) -> QWidget:
    """Cameras without a stream, a tour that runs, and the past below."""
    _put_cameras(hall)
    pool = StreamPool()
    wall = VideoWall(hall, pool)
    patrol = Patrol(wall, hall, pool)
    for text in ("Freeze", "Playback", "Tours"):
        opener = button("quiet")
        opener.setText(text)
        wall.tools.add(opener)
    wall.tools.keep(PatrolBar(patrol))
    patrol.start(TOUR)
    bar = PlaybackBar(hall)
    wall.foot.addWidget(bar)
    bar.show()
    return Pane("video", wall, hall)


def patrol_log(hall: Hall) -> QWidget:
    hall.me, now = town.user(Role.SHIFT_LEADER), hall.clock.now()
    _put_cameras(hall)
    content = PatrolLog(hall)
    content.renew()
    of = {"tour": TOUR.name, "user": "zhang", "full_name": "张巡", "live_s": 48.0}
    content.take(
        content._wanted(),
        "",
        [WatchRecord(id=id, camera_id=id, since=now - at * MINUTE, until=now - (at - 1) * MINUTE, **of) for at, id in enumerate(CAMERAS, 1)],
    )
    content.take_watchers([Watcher(user="zhang", full_name="张巡")])
    content.camera_id = "v-1"
    content.say()
    return Pane("patrol_log", content, hall)


def phrases(hall: Hall) -> QWidget:
    hall.me = town.user(Role.ADMIN)
    text = "请{department}于{deadline}前到{address}处理，并反馈现场照片。"
    of = {"version": 1, "owner": None, "short": "cl", "text": text}
    hall.phrases.set([Phrase(id="p1", field="course", verb=None, **of), Phrase(id="p2", field="note", verb=Verb.DISPATCH, **of)])
    content = PhrasesPane(hall)
    content.list.setCurrentRow(0)
    content.submit()
    return Pane("phrases", content, hall)


def drafts(hall: Hall) -> QWidget:
    case = next(iter(hall.cases))
    hall.drafts.keep("report", "r1", {"matter": "路灯不亮，行人看不清路面的坑，已有老人摔倒，请尽快派人到现场处理"})
    hall.drafts.keep(f"card:{Verb.ACCEPT}", case.id, {"note": "属于我市管理范围"})
    return Pane("drafts", DraftList(hall), hall)


def along(hall: Hall) -> QWidget:
    return Pane("along", Along(hall), hall, titled=True)


def _put_cameras(hall: Hall) -> None:
    hall.cameras.put([Camera(id=id, version=1, code=f"XZ{id}", name=name, lon=112, lat=38) for id, name in CAMERAS.items()])
