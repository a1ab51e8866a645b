"""What a video pane says about its stream."""

from PySide6.QtCore import QCoreApplication

from console import words
from console.hall.streams import StreamState


def state_word(state: StreamState) -> str:
    """One word for the chip."""
    named = {
        StreamState.CONNECTING: QCoreApplication.translate("Video", "Connecting"),
        StreamState.LIVE: QCoreApplication.translate("Video", "Live"),
        StreamState.STALE: QCoreApplication.translate("Video", "Stopped"),
        StreamState.OFFLINE: QCoreApplication.translate("Video", "Offline"),
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
        "no_picture": QCoreApplication.translate("Video", "Data arrives, but no picture can be made of it"),
        "no_video": QCoreApplication.translate("Video", "This address carries no video"),
        "unauthorized": QCoreApplication.translate("Video", "The camera asks for a login we do not have"),
        "forbidden": QCoreApplication.translate("Video", "The camera does not allow us to watch"),
        "not_found": QCoreApplication.translate("Video", "The gateway does not know this camera"),
        "bad_address": QCoreApplication.translate("Video", "The address of this camera is wrong"),
    }
    return sentences.get(code, QCoreApplication.translate("Video", "The stream broke"))


def whom_to_ask(code: str) -> str:
    """A refusal does not mend itself: who can."""
    if code in ("unauthorized", "forbidden"):
        return QCoreApplication.translate("Video", "Ask the administrator of the video gateway")
    return QCoreApplication.translate("Video", "Ask the administrator to correct the camera's entry")


def stopped_for(seconds: float) -> str:
    return QCoreApplication.translate("Video", "Picture stopped {} ago").format(words.age(seconds))


def next_try(seconds: float | None) -> str:
    if seconds is None:
        return QCoreApplication.translate("Video", "Connecting now")
    return QCoreApplication.translate("Video", "Next try in {}").format(words.age(seconds))
