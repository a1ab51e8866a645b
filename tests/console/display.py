"""A screen of our own: real X, so that fonts, focus and windows are what the operator has."""

import os
import shutil
import subprocess

SCREEN = "3840x2160x24"
_started: list[subprocess.Popen[bytes]] = []


def start_screen() -> str:
    """The name of a new X display; "" and Qt's own off-screen platform on a machine without Xvfb.

    The server ends by itself when its last client goes (`-terminate`): ended by us, it would take the QApplication with it, which lives on
    until the interpreter ends, and Xlib would turn a passed run into exit status 1.
    """
    if shutil.which("Xvfb") is None:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        return ""
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", SCREEN, "-nolisten", "tcp", "-terminate", "-maxclients", "1024"]
    _started.append(subprocess.Popen(command, pass_fds=[write], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
    os.close(write)
    with os.fdopen(read) as told:
        number = told.readline().strip()
    if not number:
        raise RuntimeError("Xvfb did not start")
    os.environ |= {"DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb"}
    return f":{number}"
