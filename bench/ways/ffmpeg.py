"""`ffmpeg -f null`, a process per stream."""

import subprocess
import time

from bench.ways import telling

QUIET = ["ffmpeg", "-v", "error", "-nostdin", "-threads", "1", "-rtsp_transport", "tcp"]
OPENED_S = 3.0  # it tells nobody when it has thought enough about what it was sent


def main() -> None:
    processes = [subprocess.Popen([*QUIET, "-i", url, "-f", "null", "-"]) for url in telling.ordered().urls]
    try:
        time.sleep(OPENED_S)
        telling.begun([])
        telling.wait()
    finally:
        for process in processes:
            process.kill()
            process.wait()
    telling.ended([])


if __name__ == "__main__":
    main()
