"""The queue of each host, for all programs of one user on one machine: console, recorder and watcher open the same cameras."""

import fcntl
import os
import stat
import struct
import time
import zlib
from pathlib import Path

FREE_AT = struct.Struct("<d")
SLOTS = 1 << 16  # hosts that share one wait for each other, which harms nobody
BELIEVED_S = 600.0  # no queue is as long: what says so is damaged
LOCK_S, LOOK_S = 0.2, 0.001  # a program that was stopped while it wrote keeps nobody
BOOT = Path("/proc/sys/kernel/random/boot_id")  # with each boot the clock begins anew


class Turns:
    """In a file of `folder`, made for its owner alone. Where it cannot be used, each program counts for itself."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @classmethod
    def of_machine(cls) -> "Turns":
        """Never fails: `tempfile` would, on a full disk."""
        return cls(Path(os.environ.get("TMPDIR") or "/tmp") / f"yiping-{os.getuid()}")

    def take(self, host: str, earliest: float, gap_s: float, only_now: bool = False) -> float:
        """The next free place of this host that is not before `earliest`, in seconds of `time.monotonic`, which all processes of a machine share; the
        one after it is `gap_s` later. `only_now`: one that is later is told, and left to others."""
        try:
            file = self._open()
        except OSError:
            return earliest
        try:
            return self._take(file, zlib.crc32(host.encode()) % SLOTS * FREE_AT.size, earliest, gap_s, only_now)
        except OSError:
            return earliest
        finally:
            os.close(file)

    def _take(self, file: int, place: int, earliest: float, gap_s: float, only_now: bool) -> float:
        if not _lock(file):
            return earliest
        told = os.pread(file, FREE_AT.size, place)
        free_at = FREE_AT.unpack(told)[0] if len(told) == FREE_AT.size else 0.0
        mine = free_at if earliest < free_at < earliest + BELIEVED_S else earliest
        if not only_now or mine == earliest:
            os.pwrite(file, FREE_AT.pack(mine + gap_s), place)
        return mine

    def _open(self) -> int:
        """`OSError` when others could write there."""
        self._folder.mkdir(mode=0o700, exist_ok=True)
        told = self._folder.lstat()
        if not stat.S_ISDIR(told.st_mode) or told.st_uid != os.getuid() or told.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise PermissionError(self._folder)
        boot = BOOT.read_text().strip() if BOOT.exists() else ""
        return os.open(self._folder / f"opens-{boot}", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)


def _lock(file: int) -> bool:
    """Closing the file lets go of it."""
    until = time.monotonic() + LOCK_S
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > until:
                return False
            time.sleep(LOOK_S)
        else:
            return True
