"""What is said of a camera that is turned."""

from PySide6.QtCore import QCoreApplication

from wire.ptz import PtzControl


def control(control: PtzControl, me: str, left_s: int | None) -> str:
    """Who has it in hand, in a few words."""
    if control.user != me and control.taken_from == me:
        return QCoreApplication.translate("Ptz", "PTZ: {name} has taken over from you").format(name=control.full_name)
    if control.user != me:
        return QCoreApplication.translate("Ptz", "PTZ: {name} controls").format(name=control.full_name)
    mine = (
        QCoreApplication.translate("Ptz", "PTZ: you control")
        if left_s is None
        else QCoreApplication.translate("Ptz", "PTZ: you control · {seconds} s").format(seconds=left_s)
    )
    taken = QCoreApplication.translate("Ptz", " (from {name})").format(name=control.taken_from_name) if control.taken_from else ""
    return mine + taken


def free() -> str:
    return QCoreApplication.translate("Ptz", "PTZ: free · arrows, + and -, click, drag a box")


def preset(number: int) -> str:
    """The name of one that got none."""
    return QCoreApplication.translate("Ptz", "Preset {number}").format(number=number)
