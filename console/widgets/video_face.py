"""What is written on a video pane, from the facts of its look."""

from collections.abc import Callable
from datetime import datetime, timedelta

from console import words
from console.hall.clock import Clock
from console.hall.stream_budget import Grade
from console.hall.streams import STALE_S, StreamState
from console.widgets import video_words
from console.widgets.video_look import Look
from console.widgets.video_paint import Face, Heard
from wire.cameras import Camera

SILENT: dict[Heard | None, Callable[[], str]] = {
    Heard.NO_DEVICE: video_words.no_device,
    Heard.NO_SOUND: video_words.no_sound,
    Heard.NOT_NOW: video_words.no_sound_of_stills,
}

DAMAGED = 0.01  # of the pictures: a single one is not worth a word
SOON_S = 10.0  # an attempt that is worth more to be told than whom to ask


def face_of(camera: Camera, look: Look, clock: Clock, foot: str, marks: tuple[bool, str]) -> Face:
    """`foot`: the line at the bottom; `marks`: is the pane hot, and what alarm it holds."""
    state, age = look.state(), look.age_s()
    still = state == StreamState.STILL
    limit = look.view.fresh_s() if look.view else STALE_S
    old = age is not None and age > limit and not still
    if old and state == StreamState.LIVE:
        state = StreamState.STALE  # the picture that is seen decides, not one that is on its way
    headline = video_words.stopped_for(age) if age is not None and old else _headline(state) if age is None else ""
    lines = tuple(line for line in (*_lines(look, state), drops_today(look, clock.now())) if line) if headline else ()
    word = video_words.still_from(age) if still and age is not None else video_words.state_word(state) if state else ""
    time = "" if age is None else f"{words.local(clock.now() - timedelta(seconds=age)):%H:%M:%S}"
    return Face(camera.name, time, state, word, headline, lines, old, *marks, foot)


def drops_today(look: Look, now: datetime) -> str:
    """ "3 drops today, 41 s"; empty when there was none."""
    if look.view is None:
        return ""
    local = words.local(now)
    count, seconds = look.view.drops(now - timedelta(hours=local.hour, minutes=local.minute, seconds=local.second))
    return video_words.drops(count, seconds) if count else ""


def heard_of(look: Look, sounds: bool, device: bool) -> Heard | None:
    """Of a pane that `sounds`, on a machine with a `device` or without; none: there is nothing to be heard, and nobody wants to."""
    there = look.view.has_sound() if look.view else None
    if sounds:
        if not device:
            return Heard.NO_DEVICE
        if look.grant.grade is Grade.STILL and look.grant.short:
            return Heard.NOT_NOW
        if there is False:
            return Heard.NO_SOUND
        return Heard.ON if look.state() == StreamState.LIVE else Heard.STOPPED
    return Heard.MUTED if there else None


def foot_of(look: Look, now: datetime, informed: bool, heard: Heard | None = None) -> str:
    """Why a pane has less than it wants, or is not heard, or shows what is damaged; and, where that is asked for, what it has."""
    grant, said = look.grant, list[str]()
    if heard in SILENT:
        said.append(SILENT[heard]())
    if look.view is not None and look.state() == StreamState.LIVE and (share := look.view.damaged()) >= DAMAGED:
        said.append(video_words.damaged(share))
    if grant.short:
        said.append(video_words.less(grant.grade == Grade.SUB, grant.short))
    if informed and look.view is not None:
        said += [video_words.grade(grant.grade), video_words.rate(look.view.frame_rate()), drops_today(look, now) or video_words.no_drop()]
    return " · ".join(said)


def _headline(state: StreamState | None) -> str:
    if state is None:
        return video_words.no_video()
    return video_words.state_word(state) + (" …" if state == StreamState.CONNECTING else "")


def _lines(look: Look, state: StreamState | None) -> tuple[str, ...]:
    if look.view is None and look.trouble and state in (StreamState.OFFLINE, StreamState.REFUSED):
        return (video_words.reason(look.trouble),)
    if look.view is None:
        return () if look.grant.short else (video_words.no_stream(),)
    if not look.view.problem:
        said = video_words.reason("frozen") if look.view.frozen() else video_words.silent()
        return (said,) if state == StreamState.STALE else ()
    retry_in_s = look.view.retry_in_s()
    asked_soon = retry_in_s is None or retry_in_s <= SOON_S
    remedy = video_words.next_try(retry_in_s) if asked_soon or state != StreamState.REFUSED else video_words.whom_to_ask(look.view.problem)
    return video_words.reason(look.view.problem), remedy
