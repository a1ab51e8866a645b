"""What is said of a camera that is turned."""

from PySide6.QtCore import QCoreApplication

from wire.ptz import Preset, PtzControl, PtzRound


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


def control_short(control: PtzControl, me: str, left_s: int | None) -> str:
    """The same where there is little room: the colour says the rest."""
    if control.user != me:
        return QCoreApplication.translate("Ptz", "PTZ: {name}").format(name=control.full_name)
    if left_s is None:
        return QCoreApplication.translate("Ptz", "PTZ: you")
    return QCoreApplication.translate("Ptz", "PTZ: you · {seconds} s").format(seconds=left_s)


def free() -> str:
    return QCoreApplication.translate("Ptz", "PTZ: free · arrows, + and -, click, drag a box")


def free_short() -> str:
    return QCoreApplication.translate("Ptz", "PTZ: free")


def goes_round(round_: PtzRound) -> str:
    """That it goes round, and who has sent it."""
    return QCoreApplication.translate("Ptz", "patrol {number}, started by {name}").format(number=round_.number, name=round_.full_name)


def view(preset: Preset) -> str:
    """A preset in a list, with where it looks."""
    looks = f" · {preset.azimuth:.0f}°" if preset.azimuth is not None else ""
    return f"{preset.number}  {preset.name}{looks}"


def patrol(number: int) -> str:
    """The name of one that got none."""
    return QCoreApplication.translate("Ptz", "Patrol {number}").format(number=number)


def preset(number: int) -> str:
    """The name of one that got none."""
    return QCoreApplication.translate("Ptz", "Preset {number}").format(number=number)
