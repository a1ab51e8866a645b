"""The processes of one demo: started in order, each waited for by the line it prints when it is ready, all ended together."""

import os
import signal
import subprocess
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import IO

END_S = 8.0


class NotReady(Exception):
    """A process ended, or stayed silent, before it was ready."""


class Household:
    """What each process prints goes to `logs/NAME.log`. Every process has a group of its own, so that its children end with it."""

    def __init__(self, logs: Path) -> None:
        self._logs = logs
        self._processes: list[tuple[str, subprocess.Popen[str]]] = []
        self._listeners: list[threading.Thread] = []
        logs.mkdir(parents=True, exist_ok=True)

    def start(self, name: str, command: list[str], ready: str | None = None, env: Mapping[str, str] | None = None, limit_s: float = 120) -> str:
        """Start a process; with `ready` wait for a line that begins with that word and answer its rest."""
        log = (self._logs / f"{name}.log").open("w")
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, stdin=subprocess.DEVNULL, text=True, env=env, start_new_session=True)
        self._processes.append((name, process))
        heard, answer = threading.Event(), [""]
        listener = threading.Thread(target=_listen, args=(process, log, ready, heard, answer), name=f"log-{name}", daemon=True)
        listener.start()
        self._listeners.append(listener)
        if ready is not None and (not heard.wait(limit_s) or not answer[0]):
            raise NotReady(f"{name} did not become ready; see {self._logs.name}/{name}.log")
        return answer[0]

    def wait(self, name: str) -> int:
        """Wait for one process to end by itself."""
        return next(process for its, process in self._processes if its == name).wait()

    def pid(self, name: str) -> int:
        return next(process.pid for its, process in self._processes if its == name)

    def end(self) -> None:
        """Ask all to end, last started first; whoever does not within 8 s is killed."""
        for _, process in reversed(self._processes):
            _signal(process, signal.SIGTERM)
        for _, process in self._processes:
            try:
                process.wait(END_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            _signal(process, signal.SIGKILL, even_if_ended=True)
        for listener in self._listeners:
            listener.join(END_S)
        self._processes.clear()
        self._listeners.clear()


def _listen(process: subprocess.Popen[str], log: IO[str], ready: str | None, heard: threading.Event, answer: list[str]) -> None:
    assert process.stdout is not None
    with log, process.stdout:
        for line in process.stdout:
            log.write(line)
            log.flush()
            if ready is not None and line.split(" ", 1)[0].strip() == ready and not heard.is_set():
                answer[0] = line[len(ready) :].strip() or ready
                heard.set()
    heard.set()


def _signal(process: subprocess.Popen[str], number: signal.Signals, *, even_if_ended: bool = False) -> None:
    if process.poll() is None or even_if_ended:
        try:
            os.killpg(process.pid, number)
        except ProcessLookupError:
            return
