"""Runs a command on a screen of our own: `python -m tools.under_xvfb COMMAND …`; its exit status is the command's."""

import signal
import subprocess
import sys

from tools.xvfb import environment, screen


def main() -> int:
    with screen() as display:
        command = subprocess.Popen(sys.argv[1:], env=environment(display))
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda number, _: command.send_signal(number))
        return command.wait()


if __name__ == "__main__":
    raise SystemExit(main())
