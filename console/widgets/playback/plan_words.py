"""What is said of the recording of a camera: whether it is recorded now and why, or what is in the way."""

from PySide6.QtCore import QCoreApplication

from wire.recordings import RecordingMode, RecordingPlan, RecordingWhy


def plan_words(plan: RecordingPlan) -> str:
    """In one line."""
    if plan.mode == RecordingMode.OFF:
        return QCoreApplication.translate("Recording", "Never recorded: {reason}").format(reason=plan.reason)
    if plan.why is None:
        return QCoreApplication.translate("Recording", "Not being recorded now")
    if plan.problem:
        return QCoreApplication.translate("Recording", "Not recorded, though it should be: {problem}").format(problem=problem(plan.problem))
    why = {
        RecordingWhy.MARKED: QCoreApplication.translate("Recording", "Being recorded: marked by {name}").format(name=plan.full_name),
        RecordingWhy.ALARM: QCoreApplication.translate("Recording", "Being recorded: something happened here"),
        RecordingWhy.WATCHED: QCoreApplication.translate("Recording", "Being recorded: it is watched"),
    }
    return why[plan.why]


def problem(code: str) -> str:
    """What the recorder says is in the way."""
    sentences = {
        "connecting": QCoreApplication.translate("Recording", "the recorder is connecting"),
        "disk_full": QCoreApplication.translate("Recording", "the disk is full, or all that is left is locked as evidence"),
        "disk": QCoreApplication.translate("Recording", "the recorder cannot write to its disk"),
        "refused": QCoreApplication.translate("Recording", "the camera refuses the recorder"),
        "no_video": QCoreApplication.translate("Recording", "its address carries no video that can be recorded"),
        "login": QCoreApplication.translate("Recording", "the recorder cannot read the logins of cameras"),
    }
    return sentences.get(code, QCoreApplication.translate("Recording", "nothing arrives from the camera"))
