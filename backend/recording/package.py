"""A range of recordings to be handed out: one ZIP of the files as they are, a list of their SHA-256, what they are, and how to check them.

Written in one way only, so that `verify` can write it once more and compare: a package of which any byte was changed is not the same.
"""

import hashlib
import io
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, NamedTuple

import msgspec

SUMS, MANIFEST, README = "SHA256SUMS", "manifest.json", "README.txt"
WRITTEN = (1980, 1, 1, 0, 0, 0)
CHUNK = 1 << 20
READ_ME = """一屏 录像导出包
================
video/ 中为原始录像片段（fMP4，未经重新编码），文件名为起始时间（北京时间）；多路监控一并导出时，每路一个文件夹。
SHA256SUMS 为所有文件的校验值，可用 sha256sum -c SHA256SUMS 核对。
manifest.json 记录案件、监控、时段、导出人、导出原因及各片段起止时间（UTC）。
整包校验：python -m backend verify-recording 文件.zip
整包的 SHA-256 已写入系统审计日志（RECORDING.EXPORT），请与之比对。

Recordings handed out by Yiping
===============================
video/ has the recordings as the camera encoded them (fMP4); a name is the time at which the file begins (Beijing time).
Of several cameras each has a folder.
SHA256SUMS has the digest of each file: sha256sum -c SHA256SUMS.
manifest.json says which case, cameras and time, who handed it out and why, and from when to when each file is (UTC).
The whole package: python -m backend verify-recording FILE.zip
The SHA-256 of the whole package stands in the audit trail (RECORDING.EXPORT): compare it.
"""


class Piece(NamedTuple):
    name: str
    body: bytes


class Verdict(NamedTuple):
    """`fault` is one sentence, empty when the package is whole."""

    sha256: str
    files: int
    fault: str


class Sink(io.RawIOBase):
    """Takes what is written, and cannot go back: what was written stays as it is."""

    def __init__(self) -> None:
        self.digest = hashlib.sha256()

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return False


class FileSink(Sink):
    """Into a file."""

    def __init__(self, file: IO[bytes]) -> None:
        super().__init__()
        self._file = file

    def write(self, body: object) -> int:
        data = bytes(body)  # type: ignore[call-overload]
        self.digest.update(data)
        return self._file.write(data)


class ComparingSink(Sink):
    """Against a file that is there: is it the same, up to its end?"""

    def __init__(self, file: IO[bytes]) -> None:
        super().__init__()
        self._file, self.same = file, True

    def write(self, body: object) -> int:
        data = bytes(body)  # type: ignore[call-overload]
        self.same = self.same and self._file.read(len(data)) == data
        return len(data)


def write(sink: Sink, manifest: msgspec.Struct, videos: Iterable[Piece]) -> None:
    """The package: videos as they come, then what they are and their digests."""
    sums: list[str] = []

    def pieces() -> Iterator[Piece]:
        yield from videos
        yield Piece(MANIFEST, msgspec.json.format(msgspec.json.encode(manifest), indent=2) + b"\n")
        yield Piece(README, READ_ME.encode())

    def summed() -> Iterator[Piece]:
        for piece in pieces():
            sums.append(f"{hashlib.sha256(piece.body).hexdigest()}  {piece.name}\n")
            yield piece
        yield Piece(SUMS, "".join(sums).encode())

    _pack(sink, summed())


def verify(path: Path) -> Verdict:
    """Is every byte as it was when the package was made, by what stands in the package itself? `OSError` when the file cannot be read."""
    sha256, files = digest_of(path), 0
    try:
        with zipfile.ZipFile(path) as package:
            names = package.namelist()
            files = len(names)
            fault = _check_sums(package, names)
            if not fault:
                with path.open("rb") as file:
                    again = ComparingSink(file)
                    _pack(again, (Piece(name, package.read(name)) for name in names))
                    fault = "" if again.same and not file.read(1) else "Something was changed around the files of this package."
    except Exception:  # of what may stand in a file that somebody made, `zipfile` names the least
        fault = "This is no package of recordings, or it was damaged."
    return Verdict(sha256, files, fault)


def digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _check_sums(package: zipfile.ZipFile, names: list[str]) -> str:
    lines = (line.partition("  ") for line in package.read(SUMS).decode().splitlines())
    told = {name: digest for digest, _, name in lines}
    if set(told) | {SUMS} != set(names) or len(set(names)) != len(names):
        return "The files of this package are not those of its list."
    wrong = [name for name, digest in told.items() if hashlib.sha256(package.read(name)).hexdigest() != digest]
    return f"{wrong[0]} was changed." if wrong else ""


def _pack(sink: Sink, pieces: Iterable[Piece]) -> None:
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as package:
        for piece in pieces:
            entry = zipfile.ZipInfo(piece.name, WRITTEN)
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            package.writestr(entry, piece.body)
