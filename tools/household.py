"""The processes of one demo: started in order, each waited for by the line it prints when it is ready, all ended together."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

END_S, READY_S = 8.0, 120.0
LAST = 3  # lines


class NotReady(Exception):
    """A process ended, or stayed silent, before it was ready."""


@dataclass
class Member:
    """`heard` is set by the line that begins with the word `ready`, whose rest is `answer`, or by the end of the process."""

    process: subprocess.Popen[str]
    ready: str
    answer: str = ""
    heard: threading.Event = field(default_factory=threading.Event)


class Household:
    """What each process prints goes to `logs/NAME.log`. Every process has a group of its own, so that its children end with it."""

    def __init__(self, logs: Path) -> None:
        self._logs = logs
        self._members: dict[str, Member] = {}
        self._listeners: list[threading.Thread] = []
        logs.mkdir(parents=True, exist_ok=True)

    def start(self, name: str, command: list[str], ready: str | None = None, env: Mapping[str, str] | None = None) -> str:
        """Start a process; with `ready` wait for a line that begins with that word and answer its rest."""
        self.launch(name, command, env, ready or "ready")
        return self.ready(name) if ready else ""

    def launch(self, name: str, command: list[str], env: Mapping[str, str] | None = None, ready: str = "ready") -> None:
        """Start a process, and go on; `ready` waits for it when it is needed."""
        log = (self._logs / f"{name}.log").open("w")
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, stdin=subprocess.DEVNULL, text=True, env=env, start_new_session=True)
        member = self._members[name] = Member(process, ready)
        listener = threading.Thread(target=_listen, args=(member, log), name=f"log-{name}", daemon=True)
        listener.start()
        self._listeners.append(listener)

    def ready(self, name: str, limit_s: float = READY_S) -> str:
        """Wait until this process has said that it is ready; what it said behind that word."""
        member = self._members[name]
        if not member.heard.wait(limit_s) or not member.answer:
            raise NotReady(f"{name} did not become ready; see {self._logs.name}/{name}.log")
        return member.answer

    def wait(self, name: str) -> int:
        """Wait for one process to end by itself; what one that failed has said last is said here too, for its log lies aside."""
        status = self._members[name].process.wait()
        if status:
            said = (self._logs / f"{name}.log").read_text("utf-8", errors="replace").splitlines()
            print(f"{name} ended with status {status}: " + " / ".join(said[-LAST:] or ["it said nothing"]), file=sys.stderr)
        return status

    def pid(self, name: str) -> int:
        return self._members[name].process.pid

    def end(self) -> None:
        """Ask all to end, last started first; whoever does not within 8 s is killed."""
        processes = [member.process for member in self._members.values()]
        for process in reversed(processes):
            _signal(process, signal.SIGTERM)
        for process in processes:
            try:
                process.wait(END_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            _signal(process, signal.SIGKILL, even_if_ended=True)
        for listener in self._listeners:
            listener.join(END_S)
        self._members.clear()
        self._listeners.clear()


def _listen(member: Member, log: IO[str]) -> None:
    assert member.process.stdout is not None
    with log, member.process.stdout:
        for line in member.process.stdout:
            log.write(line)
            log.flush()
            if line.split(" ", 1)[0].strip() == member.ready and not member.heard.is_set():
                member.answer = line[len(member.ready) :].strip() or member.ready
                member.heard.set()
    member.heard.set()


def _signal(process: subprocess.Popen[str], number: signal.Signals, *, even_if_ended: bool = False) -> None:
    if process.poll() is None or even_if_ended:
        try:
            os.killpg(process.pid, number)
        except ProcessLookupError:
            return
