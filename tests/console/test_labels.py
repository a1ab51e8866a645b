"""Nothing is clipped: every label, button, head and cell of every pane has room for its text, in both languages, on the smallest screen of a hall.

The same pass leaves a picture of each pane in `out/screens/widgets`, dark and light, to be looked at.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from console.hall.cases import complains
from console.hall.hall import Hall
from console.language import Language
from console.login import LoginForm
from console.widgets import theme
from console.widgets.case.card import Card
from console.widgets.case.dispatch import DispatchForm
from console.widgets.footage.pane import FootagePane
from console.widgets.health.pane import HealthPane
from console.widgets.hotline.call import CallPane
from console.widgets.hotline.callbacks import COMPLAINING, CallbacksPane
from console.widgets.hotline.figures import HotlineFiguresPane
from console.widgets.hotline.pane import RECENT, HotlinePane
from console.widgets.hotline.publicity import PROPOSED, PublicityPane
from console.widgets.hotline.ring_bar import RingBar
from console.widgets.hotline.transfers import TransfersPane
from console.widgets.intake.report import ReportForm
from console.widgets.outbox import Outbox
from console.widgets.pane import Pane
from console.widgets.queue.pane import Queue
from console.widgets.sheet import Sheet
from console.widgets.strip import Strip
from console.widgets.track.pane import TrackPane
from tests.console import field_panes, office_panes, table_cells, town, wall_panes
from tests.console.hotline_town import figures_of, open_hotline, publication, talking, transfer_card
from tests.console.tracks import track_of
from wire.camera_health import CameraHealth, Watched
from wire.cameras import Camera
from wire.cases import Offer
from wire.codes import Noun, Publicity, Role, Status, Verb
from wire.figures import FigureList, HotlineFigure
from wire.footage import FootageCopy, FootageFigures, FootageRequest, FootageState

pytestmark = pytest.mark.gui
OUT = Path(__file__).resolve().parents[2] / "out" / "screens" / "widgets"


def select(hall: Hall, status: Status) -> None:
    case = next(case for case in hall.cases if case.status is status)
    hall.cards.put([town.card(case)])
    hall.selection.set(Noun.CASE, case.id)


def queue(hall: Hall) -> QWidget:
    content = Queue(hall)
    hall.selection.set(Noun.CASE, "c-12")
    return Pane("queue", content, hall)


def card(hall: Hall) -> QWidget:
    select(hall, Status.PENDING_CLOSE)
    hall.receipts.put([receipt for receipt in town.receipts() if receipt.state == "REFUSED"])
    return Pane("card", Card(hall), hall)


def card_form(hall: Hall) -> QWidget:
    select(hall, Status.REPORTED)
    content = Card(hall)
    content.open_form(Offer(verb=Verb.ACCEPT, needs=["kind", "class_code", "condition_id"], main=True))
    assert content.form is not None
    content.form.show_errors({"condition_id": content.form.tr("Needed: please fill this in")})
    return Pane("card", content, hall)


def dispatch(hall: Hall) -> QWidget:
    select(hall, Status.PENDING_DISPATCH)
    return Pane("dispatch", DispatchForm(hall), hall)


def report(hall: Hall) -> QWidget:
    content = ReportForm(hall)
    content.submit()
    return Pane("report", content, hall)


def track(hall: Hall) -> QWidget:
    content = TrackPane(hall)
    content.choose_unit("n-1")
    hall.playback.open(track_of("n-1", town.track()))
    hall.playback.seek(hall.playback.at + 28 * 60)
    hall.playback.set_speed(16)
    return Pane("track", content, hall)


def outbox(hall: Hall) -> QWidget:
    hall.receipts.put(town.receipts())
    return Pane("outbox", Outbox(hall), hall)


def empty(hall: Hall) -> QWidget:
    return Pane("outbox", Outbox(hall), hall)


def strip(hall: Hall) -> QWidget:
    hall.receipts.put(town.receipts())
    return Strip(hall, "http://hall:8000")


def stale(hall: Hall) -> QWidget:
    made = queue(hall)
    hall.link.lost("unreachable")
    return made


def login(hall: Hall) -> QWidget:
    made = LoginForm("http://hall.example:8000")
    made.submit()
    return made


def hotline(hall: Hall) -> QWidget:
    open_hotline(hall)
    content = HotlinePane(hall)
    content.tabs.choose(RECENT)
    return Pane("hotline", content, hall)


def call(hall: Hall) -> QWidget:
    open_hotline(hall)
    talking(hall)
    content = CallPane(hall)
    content.open("k-1")
    content.submit()
    return Pane("call", content, hall)


def callbacks(hall: Hall) -> QWidget:
    open_hotline(hall)
    content = CallbacksPane(hall)
    content.tabs.choose(COMPLAINING)
    content.open(next(case.id for case in hall.cases if complains(case) and case.id in hall.cards))
    return Pane("callbacks", content, hall)


def publicity(hall: Hall) -> QWidget:
    open_hotline(hall)
    hall.me = town.user(Role.EVALUATOR)
    content = PublicityPane(hall)
    content.tabs.choose(PROPOSED)
    case = next(case for case in hall.cases if case.publicity is Publicity.PROPOSED and case.id in hall.cards)
    content.open(case.id)
    hall.hotline.publications.put([publication(case)])
    return Pane("publicity", content, hall)


def transfers(hall: Hall) -> QWidget:
    open_hotline(hall)
    content = TransfersPane(hall)
    content.open("t-1")
    hall.hotline.transfer_cards.put([transfer_card(hall)])
    return Pane("transfers", content, hall)


def ring_bar(hall: Hall) -> QWidget:
    open_hotline(hall)
    return RingBar(hall)


def hotline_figures(hall: Hall) -> QWidget:
    open_hotline(hall)
    content = HotlineFiguresPane(hall)
    content.take_figures(figures_of(*content.span()))
    content.figures.choose(HotlineFigure.ANSWERED)
    content.open(HotlineFigure.ANSWERED)
    content.take_list(FigureList(figure=HotlineFigure.ANSWERED, calls=list(hall.calls)), content.span()[0])
    return Pane("hotline_figures", content, hall)


def cameras(hall: Hall) -> list[str]:
    names = {"v-1": "人民路与解放街口北", "v-2": "开发区管委会门口"}
    hall.cameras.put(
        [Camera(id=id, version=1, code=f"XZ{id}", name=name, lon=112, lat=38, sub_url="rtsp://10.20.3.11:554/1") for id, name in names.items()]
    )
    return list(names)


def health(hall: Hall) -> QWidget:
    names, content = cameras(hall), HealthPane(hall)
    good, poor = Watched(looked_s=3_600), Watched(looked_s=40_000, down_s=7_500, drops=31)
    told = {"codec": "h264", "width": 1920, "height": 1080, "frame_rate": 25.0, "first_ms": 420, "first_last_ms": 2_380}
    content.take(
        [
            CameraHealth(camera_id=names[0], host="10.20.3.11:554", today=poor, week=poor, problem="timeout", **told),
            CameraHealth(camera_id=names[1], host="10.20.3.11:554", today=Watched(), week=good, drift_s=-93.0, drift_at=hall.clock.now()),
        ]
    )
    return Pane("camera_health", content, hall)


def footage(hall: Hall) -> QWidget:
    hall.me, now = town.user(Role.SHIFT_LEADER), hall.clock.now()
    names, content = cameras(hall), FootagePane(hall)
    copy = FootageCopy(at=now, by="p", by_name="张巡", camera_id=names[0], name="路口.mp4", size=1 << 30, sha256="9f" * 32)
    request = FootageRequest(
        **{"id": "f-1", "version": 1, "number": "并公调证字〔2026〕118号", "officer": "王警官", "badge": "014327", "unit": "城区分局刑侦大队"},
        **{"cameras": names, "since": now, "until": now, "purpose": "盗窃案侦查", "basis": "调取证据通知书", "case_id": None},
        **{"state": FootageState.COPIED, "asked_at": now, "entered_by": "p", "entered_name": "张巡", "copies": [copy]},
    )
    content.take(content.asked_for(), [request], FootageFigures(asked=4, served=1, refused=1, copies=2, waiting=2))
    return Pane("footage", content, hall)


# By the name on the wall, of some several: under the map of the smallest screen 690 px are left, in the right column 341.
PANES: dict[str, tuple[Callable[[Hall], QWidget], int, int]] = {
    "queue": (queue, 800, 480),
    "queue_narrow": (queue, 328, 480),
    "card_narrow": (card, 341, 480),
    "dispatch_narrow": (dispatch, 341, 380),
    "report_narrow": (report, 341, 480),
    "queue_wide": (queue, 1300, 300),
    "card": (card, 420, 720),
    "card_form": (card_form, 420, 720),
    "dispatch": (dispatch, 460, 380),
    "report": (report, 420, 640),
    "track": (track, 660, 300),
    "outbox": (outbox, 620, 200),
    "empty": (empty, 420, 160),
    "strip": (strip, 1366, 28),
    "stale": (stale, 800, 480),
    "login": (login, 800, 640),
    "hotline": (hotline, 660, 360),
    "hotline_narrow": (hotline, 520, 300),
    "hotline_figures": (hotline_figures, 730, 300),
    "hotline_figures_narrow": (hotline_figures, 520, 420),
    "call": (call, 420, 760),
    "call_narrow": (call, 341, 480),
    "callbacks": (callbacks, 900, 420),
    "callbacks_narrow": (callbacks, 560, 560),
    "publicity": (publicity, 900, 640),
    "publicity_narrow": (publicity, 660, 420),
    "transfers": (transfers, 900, 420),
    "transfers_narrow": (transfers, 520, 420),
    "camera_health": (health, 1240, 300),
    "camera_health_narrow": (health, 520, 300),
    "footage": (footage, 1240, 420),
    "footage_narrow": (footage, 520, 620),
    "ring_bar": (ring_bar, 1366, 40),
    "triage": (office_panes.triage_pane, 900, 480),
    "triage_narrow": (office_panes.triage_pane, 520, 480),
    "foreseen": (office_panes.foreseen, 640, 300),
    "foreseen_narrow": (office_panes.foreseen, 420, 300),
    "standards": (office_panes.standards_pane, 1240, 640),
    "standards_narrow": (office_panes.standards_pane, 660, 560),
    "evaluation": (office_panes.evaluation, 1000, 560),
    "evaluation_narrow": (office_panes.evaluation, 660, 480),
    "bulletin": (office_panes.bulletin, 1000, 900),
    "history": (office_panes.history, 1000, 420),
    "history_narrow": (office_panes.history, 520, 300),
    "annunciator": (office_panes.annunciator, 600, 240),
    "privacy": (office_panes.privacy, 1000, 420),
    "privacy_narrow": (office_panes.privacy, 660, 420),
    "authorisations": (office_panes.authorisations, 420, 700),
    "chosen": (field_panes.selection, 1000, 360),
    "chosen_narrow": (field_panes.selection, 660, 360),
    "sight": (field_panes.sight, 900, 320),
    "sight_narrow": (field_panes.sight, 520, 320),
    "sight_right": (field_panes.sight, 341, 480),
    "alarms": (field_panes.alarms, 900, 320),
    "alarms_narrow": (field_panes.alarms, 520, 320),
    "staff": (field_panes.staff, 1000, 420),
    "staff_narrow": (field_panes.staff, 560, 420),
    "roster": (field_panes.roster, 1000, 420),
    "roster_narrow": (field_panes.roster, 560, 560),
    "trucks": (field_panes.trucks, 1240, 420),
    "trucks_narrow": (field_panes.trucks, 660, 420),
    "trucks_wide": (field_panes.trucks, 1800, 320),
    "trips": (field_panes.trips, 1120, 420),
    "trips_narrow": (field_panes.trips, 660, 320),
    "geofences": (field_panes.geofences, 900, 320),
    "geofences_narrow": (field_panes.geofences, 520, 320),
    "whereabouts": (field_panes.whereabouts, 900, 320),
    "whereabouts_narrow": (field_panes.whereabouts, 520, 320),
    "video": (wall_panes.video, 900, 480),
    "video_narrow": (wall_panes.video, 690, 320),
    "patrol_log": (wall_panes.patrol_log, 1000, 320),
    "patrol_log_narrow": (wall_panes.patrol_log, 520, 320),
    "phrases": (wall_panes.phrases, 660, 480),
    "phrases_narrow": (wall_panes.phrases, 341, 560),
    "drafts": (wall_panes.drafts, 660, 200),
    "along": (wall_panes.along, 341, 300),
}


def texts(window: QWidget) -> Iterator[QWidget]:
    for kind in (QLabel, QPushButton, QCheckBox):
        yield from (each for each in window.findChildren(kind) if each.isVisible() and each.text())


def is_clipped(each: QWidget) -> bool:
    if isinstance(each, QLabel) and each.wordWrap():
        return each.height() + 1 < each.heightForWidth(each.width())
    return each.width() + 1 < each.minimumSizeHint().width() or each.height() + 1 < each.minimumSizeHint().height()


@pytest.mark.parametrize("speech", ["zh_CN", "en"])
@pytest.mark.parametrize("worn", ["dark", "light"])
@pytest.mark.parametrize("name", PANES)
def test_that_no_text_is_clipped(
    name: str, worn: str, speech: str, hall: Hall, show: Callable[..., QWidget], tongue: Language, qapp: QApplication, qtbot: QtBot
) -> None:
    theme.wear(qapp, worn)
    tongue.set(speech)
    make, width, height = PANES[name]
    window = show(make(hall), width, height)
    QApplication.processEvents()
    clipped = [f"{type(each).__name__} {each.text()!r}: {each.size().toTuple()}" for each in texts(window) if is_clipped(each)]  # type: ignore[attr-defined]
    picture(window, f"{name}-{worn}-{speech[:2]}")
    assert clipped == []
    assert not (cut := table_cells.cut(window)), "; ".join(cut)
    assert window.size().toTuple() == (width, height), f"it does not fit where it is put: {window.size().toTuple()}"
    assert [sheet for sheet in window.findChildren(Sheet) if sheet.widget().width() > sheet.viewport().width()] == []


def picture(window: QWidget, name: str) -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    assert window.grab().save(str(OUT / f"{name}.png"))


@pytest.mark.parametrize("name", ["queue", "card", "dispatch", "track", "login"])
def test_that_the_wall_has_room_for_the_same_texts_twice_as_large(
    name: str, hall: Hall, show: Callable[..., QWidget], qapp: QApplication, tongue: Language
) -> None:
    theme.wear(qapp, "dark", 2.0)
    tongue.set("en")
    make, width, height = PANES[name]
    window = show(make(hall), width * 2, height * 2)
    QApplication.processEvents()
    picture(window, f"{name}-wall")
    assert [each.text() for each in texts(window) if is_clipped(each)] == []  # type: ignore[attr-defined]
