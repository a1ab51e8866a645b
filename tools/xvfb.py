"""A screen of our own, for machines without one."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PIXELS = "Xvfb_screen0"


@contextmanager
def screen(size: str = "1920x1080x24", seen_in: Path | None = None) -> Iterator[str]:
    """Starts Xvfb on a free display and gives its name, such as ":5"; it ends with the block.

    `seen_in`: a folder in which it keeps what is on the screen, in the file `PIXELS` (XWD); it then shows no pointer.
    """
    reader, writer = os.pipe()
    command = ["Xvfb", "-displayfd", str(writer), "-screen", "0", size, "-nolisten", "tcp", "+extension", "RANDR"]
    command += ["-fbdir", str(seen_in), "-nocursor"] if seen_in else []
    server = subprocess.Popen(command, pass_fds=[writer], stderr=subprocess.DEVNULL, start_new_session=True)
    os.close(writer)
    try:
        with os.fdopen(reader) as answer:
            number = answer.readline().strip()
        if not number:
            raise RuntimeError("Xvfb did not start")
        yield f":{number}"
    finally:
        server.terminate()
        server.wait()


def environment(display: str) -> dict[str, str]:
    """The environment of a program on that screen. GL is left out: without a GPU it only costs (LAB-VIDEO 10)."""
    return os.environ | {"DISPLAY": display, "QT_XCB_GL_INTEGRATION": "none", "QT_QPA_PLATFORM": "xcb"}
