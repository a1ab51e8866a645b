"""The backend as a process of its own, that can be killed and started again at the same address."""

import socket
import subprocess
import sys
from pathlib import Path


class Served:
    def __init__(self, url: str, data: Path) -> None:
        self._url, self._data = url, data
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        """Back when requests are answered."""
        command = [sys.executable, "-m", "backend", "serve", "--database", self._url, "--data", str(self._data), "--port", str(self._port)]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        assert self._process.stdout is not None
        assert self._process.stdout.readline().startswith("ready")

    def kill(self) -> None:
        """kill -9, in the middle of whatever it does."""
        self._process.kill()
        self._process.communicate()
