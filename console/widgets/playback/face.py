"""What is written on a pane that shows the past: always that it does, and of when."""

from datetime import datetime

from PySide6.QtCore import QCoreApplication

from console import words
from console.hall.past import Hand, PastState
from console.widgets import video_words
from console.widgets.playback.look import PastLook
from console.widgets.video_paint import Face
from wire.cameras import Camera
from wire.problem import Problem


def past_face_of(camera: Camera, look: PastLook, past: Hand, now: datetime | None, marks: tuple[bool, str]) -> Face:
    """`now`: from when on it is told how long ago it is; `marks`: is the pane hot, and what alarm it holds."""
    state = look.past_state()
    shown = state == PastState.SHOWN and look.picture is not None
    at = look.picture.at if shown and look.picture else past.moment()
    headline = {
        PastState.LOADING: QCoreApplication.translate("Past", "Fetching the recording …"),
        PastState.SHOWN: "",
        PastState.NOTHING: QCoreApplication.translate("Past", "Nothing was recorded then"),
        PastState.FAILED: QCoreApplication.translate("Past", "The recording cannot be shown"),
    }[state]
    if state == PastState.LOADING and look.picture is not None:
        headline = ""
    lines = (problem(look),) if state == PastState.FAILED else ()
    foreign = look.reel is not None and look.reel.foreign
    veiled = bool(headline) and look.picture is not None
    return Face(camera.name, headline=headline, lines=lines, veiled=veiled, hot=marks[0], alarm=marks[1], past=said(at, past, now, foreign))


def said(at: datetime, past: Hand, now: datetime | None, foreign: bool) -> str:
    """ "Playback 14:32:05 · 12 min ago · 4×"; where it leaps from picture to picture, "Playback 14:32:00 · 64× · one each 64 s"."""
    local = words.local(at)
    day = "" if now is None or local.date() == words.local(now).date() else f"{local:%m-%d} "
    form = QCoreApplication.translate("Past", "Recorder ≈ {time}") if foreign else QCoreApplication.translate("Past", "Playback {time}")
    parts = [form.format(time=f"{day}{local:%H:%M:%S}")]
    if now is not None:
        parts.append(QCoreApplication.translate("Past", "{age} ago").format(age=words.age(max(0.0, (now - at).total_seconds()))))
    if not past.playing:
        return " · ".join([*parts, QCoreApplication.translate("Past", "paused")])
    leaps = [QCoreApplication.translate("Past", "one each {seconds} s").format(seconds=f"{past.every_s:g}")] if past.every_s else []
    return " · ".join([*parts, rate(past.speed), *leaps])


def rate(speed: float) -> str:
    return f"{speed:g}×"


def problem(look: PastLook) -> str:
    code = look.problem()
    if look.reel is not None and look.reel.foreign:
        return video_words.reason(code)
    return words.problem(Problem(status=0, code=code, title=code, detail=""))
