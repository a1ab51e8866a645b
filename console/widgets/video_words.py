"""What a video pane says about its stream."""

import math

from PySide6.QtCore import QCoreApplication

from console import words
from console.hall.stream_budget import Grade, Short
from console.hall.streams import StreamState


def state_word(state: StreamState) -> str:
    """One word for the chip."""
    named = {
        StreamState.CONNECTING: QCoreApplication.translate("Video", "Connecting"),
        StreamState.LIVE: QCoreApplication.translate("Video", "Live"),
        StreamState.STALE: QCoreApplication.translate("Video", "Stopped"),
        StreamState.OFFLINE: QCoreApplication.translate("Video", "Offline"),
        StreamState.STILL: QCoreApplication.translate("Video", "Still"),
        StreamState.REFUSED: QCoreApplication.translate("Video", "Refused"),
    }
    return named[state]


def reason(code: str) -> str:
    """Why there is no picture, as a person would say it."""
    sentences = {
        "unreachable": QCoreApplication.translate("Video", "Nothing answers at the camera's address"),
        "no_answer": QCoreApplication.translate("Video", "The camera accepts the call but does not answer"),
        "timeout": QCoreApplication.translate("Video", "The camera stopped sending"),
        "ended": QCoreApplication.translate("Video", "The camera hung up"),
        "frozen": QCoreApplication.translate("Video", "Pictures arrive, and all are the same: the camera or its gateway hangs"),
        "damaged": QCoreApplication.translate("Video", "Most pictures arrive damaged: data gets lost on the way"),
        "no_picture": QCoreApplication.translate("Video", "Data arrives, but no picture can be made of it"),
        "no_video": QCoreApplication.translate("Video", "This address carries no video"),
        "no_codec": QCoreApplication.translate("Video", "Nobody here can decode what this camera sends"),
        "unauthorized": QCoreApplication.translate("Video", "The camera asks for a login we do not have"),
        "forbidden": QCoreApplication.translate("Video", "The camera does not allow us to watch"),
        "not_found": QCoreApplication.translate("Video", "The gateway does not know this camera"),
        "bad_request": QCoreApplication.translate("Video", "The camera or its gateway does not take what we ask for"),
        "server_error": QCoreApplication.translate("Video", "The camera or its gateway says that it cannot do it now"),
        "bad_address": QCoreApplication.translate("Video", "The address of this camera is wrong"),
    }
    return sentences.get(code, QCoreApplication.translate("Video", "The stream broke"))


def whom_to_ask(code: str) -> str:
    """A refusal does not mend itself: who can."""
    if code in ("no_codec", "no_video"):
        return QCoreApplication.translate("Video", "Ask the administrator to set the camera to H.264 or H.265")
    if code in ("unauthorized", "forbidden"):
        return QCoreApplication.translate("Video", "Ask the administrator of the video gateway")
    return QCoreApplication.translate("Video", "Ask the administrator to correct the camera's entry")


def stopped_for(seconds: float) -> str:
    return QCoreApplication.translate("Video", "Picture stopped {} ago").format(words.age(seconds))


def next_try(seconds: float | None) -> str:
    if seconds is None:
        return QCoreApplication.translate("Video", "Connecting now")
    return QCoreApplication.translate("Video", "Next try in {}").format(words.age(max(1, math.ceil(seconds))))


def still_from(seconds: float) -> str:
    return QCoreApplication.translate("Video", "Still, {} ago").format(words.age(seconds))


def drops(count: int, seconds: float) -> str:
    seconds = max(1.0, seconds)  # a break of no time at all is none
    if count == 1:
        return QCoreApplication.translate("Video", "1 drop today, {}").format(words.age(seconds))
    return QCoreApplication.translate("Video", "{count} drops today, {time}").format(count=count, time=words.age(seconds))


def no_drop() -> str:
    return QCoreApplication.translate("Video", "no drop today")


def grade(grade: Grade) -> str:
    named = {
        Grade.MAIN: QCoreApplication.translate("Video", "large stream"),
        Grade.SUB: QCoreApplication.translate("Video", "small stream"),
        Grade.KEYS: QCoreApplication.translate("Video", "key pictures"),
        Grade.STILL: QCoreApplication.translate("Video", "stills"),
    }
    return named[grade]


def rate(frames_per_s: float) -> str:
    return QCoreApplication.translate("Video", "{:.0f} pictures/s").format(frames_per_s)


def short(of: Short) -> str:
    """Of what there is not enough."""
    named = {
        Short.STREAMS: QCoreApplication.translate("Video", "all streams are in use"),
        Short.DECODE: QCoreApplication.translate("Video", "the processor has no more to give"),
        Short.NETWORK: QCoreApplication.translate("Video", "the network is full"),
        Short.HOST: QCoreApplication.translate("Video", "the recorder gives no more streams"),
    }
    return named[of]


def less(small: bool, of: Short) -> str:
    """What a pane has instead of what it wants, and why."""
    if small:
        return QCoreApplication.translate("Video", "Small stream: {}").format(short(of))
    return QCoreApplication.translate("Video", "Stills only: {}").format(short(of))


def damaged(share: float) -> str:
    """Of the last ten seconds."""
    return QCoreApplication.translate("Video", "{:.0%} of the pictures are damaged: data gets lost on the way").format(share)


def no_video() -> str:
    return QCoreApplication.translate("Video", "No video")


def no_stream() -> str:
    return QCoreApplication.translate("Video", "This camera has no stream")


def silent() -> str:
    return QCoreApplication.translate("Video", "The connection is open, the camera sends nothing")


def no_device() -> str:
    return QCoreApplication.translate("Video", "This machine has no sound device: nothing can be heard")


def no_sound_of_stills() -> str:
    return QCoreApplication.translate("Video", "No sound while it only gets stills")


def no_sound() -> str:
    return QCoreApplication.translate("Video", "This camera sends no sound")
