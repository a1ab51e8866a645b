"""Cameras and how they do, as rows and as a file for a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import datetime
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from console import words
from console.hall.hall import Hall
from console.widgets import video_words
from console.widgets.cell import TONE_ROLE
from console.widgets.health.order import CLOCK_WRONG_S, LOW, Line, lines, problem_of
from console.widgets.patrol_log_model import camera_name
from console.widgets.selection.files import safe
from console.widgets.spoken import hint
from wire.camera_health import CameraHealth, Probe, Watched

HEAD = (
    *("host", "camera_id", "camera_code", "camera_name", "online_today", "online_week", "looked_seconds_week", "down_seconds_week", "drops_today"),
    *("drops_week", "first_picture_ms", "last_first_picture_ms", "pictures_per_second", "codec", "width", "height", "seen_at", "clock_ahead_seconds"),
    *("clock_read_at", "problem", "probed_at", "probe_first_picture_ms", "probe_problem"),
)
CODECS = {"h264": "H.264", "hevc": "H.265", "mpeg4": "MPEG-4", "mjpeg": "MJPEG"}
Index = QModelIndex | QPersistentModelIndex


class Column(IntEnum):
    CAMERA = 0
    TODAY = 1
    WEEK = 2
    DROPS = 3
    DOWN = 4
    FIRST = 5
    SENDS = 6
    CLOCK = 7
    SEEN = 8
    STATE = 9


RIGHT = (Column.TODAY, Column.WEEK, Column.DROPS, Column.DOWN, Column.FIRST, Column.CLOCK)


def percent(share: float | None) -> str:
    """Never 100 % while anything was missed."""
    if share is None:
        return ""
    return "100 %" if share >= 1 else f"{min(99.9, 100 * share):.1f} %"


def csv_lines(hall: Hall, found: Iterable[CameraHealth]) -> Iterator[bytes]:
    """UTF-8 with the mark by which spreadsheets know it, times of the city; empty where nothing is known. The worst first."""
    yield b"\xef\xbb\xbf" + _csv(HEAD)
    for line in lines(found, grouped=False):
        if (each := line.camera) is not None:
            camera = hall.cameras.get(each.camera_id)
            named = (each.host, each.camera_id, camera.code if camera else "", camera.name if camera else "")
            shares = tuple("" if part.online is None else round(part.online, 5) for part in (each.today, each.week))
            counted = (each.week.looked_s, each.week.down_s, each.today.drops, each.week.drops)
            picture = (each.first_ms, each.first_last_ms, each.frame_rate, each.codec, each.width or "", each.height or "")
            yield _csv((*named, *shares, *counted, *picture, _time(each.seen_at), each.drift_s, _time(each.drift_at), each.problem, *_probe(each)))


def _probe(camera: CameraHealth) -> tuple[Any, ...]:
    return (_time(camera.probe.at), camera.probe.first_ms, camera.probe.problem) if camera.probe else ("", "", "")


def _time(at: datetime | None) -> str:
    return words.local(at).isoformat(timespec="seconds") if at else ""


def _csv(values: Iterable[Any]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerow(["" if value is None else safe(value) for value in values])
    return text.getvalue().encode()


class HealthModel(QAbstractTableModel):
    """Words are made for what is painted."""

    def __init__(self, hall: Hall, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hall = hall
        self._lines: list[Line] = []
        hall.cameras.changed.connect(self.say)

    def show(self, found: Iterable[CameraHealth], grouped: bool) -> None:
        self.beginResetModel()
        self._lines = lines(found, grouped)
        self.endResetModel()

    def line(self, row: int) -> Line | None:
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def row(self, camera_id: str) -> int:
        """-1: it is not there."""
        return next((row for row, line in enumerate(self._lines) if line.camera and line.camera.camera_id == camera_id), -1)

    def say(self) -> None:
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(Column) - 1)
        if self._lines:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._lines) - 1, len(Column) - 1))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(Column)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignVCenter | (Qt.AlignmentFlag.AlignRight if section in RIGHT else Qt.AlignmentFlag.AlignLeft)
        if role == Qt.ItemDataRole.DisplayRole:
            return self._heads()[section]
        return hint(self._hints()[Column(section)]) if role == Qt.ItemDataRole.ToolTipRole and section in self._hints() else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self.line(index.row())
        if line is None:
            return None
        column = Column(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(line, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return hint(self._long(line, column))
        return _tone(line, column) if role == TONE_ROLE else None

    # --- words

    def _heads(self) -> tuple[str, ...]:
        return (
            *(self.tr("Camera"), self.tr("Online today"), self.tr("Online, 7 days"), self.tr("Drops"), self.tr("Down"), self.tr("First picture")),
            *(self.tr("Sends"), self.tr("Clock"), self.tr("Seen"), self.tr("State")),
        )

    def _hints(self) -> dict[Column, str]:
        return {
            Column.TODAY: self.tr("Of the time that somebody looked, so much with a good picture"),
            Column.DROPS: self.tr("How often a good picture broke off while somebody looked: today / 7 days"),
            Column.DOWN: self.tr("For so long there was no picture though somebody looked, in 7 days"),
            Column.FIRST: self.tr("From the call to the first picture: median of 7 days / the last"),
            Column.CLOCK: self.tr("How far the camera's clock is fast (+) or slow (−), by the sender reports (RTCP) that only RTSP has"),
        }

    def _text(self, line: Line, column: Column) -> str:
        match column:
            case Column.CAMERA:
                return self._name(line)
            case Column.TODAY:
                return percent(line.today.online) or ("" if line.camera is None else self.tr("not watched"))
            case Column.WEEK:
                return percent(line.week.online) or ("" if line.camera is None else self.tr("not watched"))
            case Column.DROPS:
                return f"{line.today.drops} / {line.week.drops}" if line.week.looked_s else ""
            case Column.DOWN:
                return words.span(line.week.down_s) if line.week.down_s >= 1 else ""
        return self._of_camera(line.camera, column) if line.camera else ""

    def _name(self, line: Line) -> str:
        if line.camera is not None:
            return camera_name(self._hall, line.camera.camera_id)
        host = line.host or self.tr("without a stream")
        return self.tr("{host}  ·  {looked} of {count} watched").format(host=host, count=line.cameras, looked=line.looked)

    def _of_camera(self, camera: CameraHealth, column: Column) -> str:
        match column:
            case Column.FIRST if camera.first_ms is not None and camera.first_last_ms is not None:
                return f"{camera.first_ms / 1000:.1f} / {camera.first_last_ms / 1000:.1f} s"
            case Column.SENDS if camera.codec:
                rate = f" · {camera.frame_rate:.0f}/s" if camera.frame_rate else ""
                return f"{CODECS.get(camera.codec, camera.codec)} {camera.width}×{camera.height}{rate}"
            case Column.CLOCK if camera.drift_s is not None:
                return drift(camera.drift_s)
            case Column.SEEN if camera.seen_at is not None:
                return words.moment(camera.seen_at, self._hall.clock.now())
            case Column.STATE if camera.probe is not None and camera.is_probed:
                return self._probed(camera.probe)
            case Column.STATE if camera.week.looked_s:
                return video_words.reason(camera.problem) if camera.problem else self.tr("good when last seen")
        return ""

    def _probed(self, probe: Probe) -> str:
        """What the recorder has found, nobody having watched it since."""
        local, now = words.local(probe.at), self._hall.clock.now()
        time = f"{local:%H:%M}" if local.date() == words.local(now).date() else words.moment(probe.at, now)
        if probe.first_ms is None:
            return self.tr("probed {time}: {why}").format(time=time, why=video_words.reason(probe.problem))
        return self.tr("probed {time}: first picture {seconds:.1f} s").format(time=time, seconds=probe.first_ms / 1000)

    def _long(self, line: Line, column: Column) -> str:
        if column in (Column.TODAY, Column.WEEK):
            part = line.today if column is Column.TODAY else line.week
            return self._looked(part)
        if column is Column.CLOCK and line.camera is not None:
            if line.camera.drift_at is None:
                return self.tr("Its stream does not tell the camera's time") if line.camera.week.looked_s else ""
            return self.tr("Read at {time}").format(time=words.moment(line.camera.drift_at, self._hall.clock.now()))
        return self._text(line, column)

    def _looked(self, part: Watched) -> str:
        if not part.looked_s:
            return self.tr("not watched")
        looked, down = words.span(part.looked_s), words.span(part.down_s)
        return self.tr("looked at for {looked}, {down} of it without a picture").format(looked=looked, down=down)


def drift(seconds: float) -> str:
    """With its sign; below half a second it is none that a person sees."""
    if abs(seconds) < 0.5:
        return "0 s"
    sign = "+" if seconds > 0 else "−"
    return f"{sign}{abs(seconds):.0f} s" if abs(seconds) < 120 else f"{sign}{words.span(seconds)}"


def _tone(line: Line, column: Column) -> str:
    if line.camera is None:
        return "text_2"
    part = {Column.TODAY: line.today, Column.WEEK: line.week}.get(column)
    if part is not None:
        return "text_3" if part.online is None else "warn" if part.online < LOW else "text"
    if column is Column.CLOCK and line.camera.drift_s is not None:
        return "warn" if abs(line.camera.drift_s) >= CLOCK_WRONG_S else "text_2"
    if column is Column.STATE:
        return "warn" if problem_of(line.camera) else "text_2"
    return "text" if column is Column.CAMERA else "text_2"
