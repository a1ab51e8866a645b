"""XML in whatever encoding, as UTF-8: GDAL's own readers know no Chinese one.

What a file declares holds, or the mark of Unicode that it begins with; where it says nothing it is UTF-8, or else what its letters look like.
"""

import codecs
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from geo.code_pages import guessed
from geo.formats import ARCHIVES, UNREADABLE_ARCHIVE

XML = (".kml", ".gpx")
HEAD, CHUNK, MOST_GUESSED = 1024, 1 << 20, 1 << 22  # bytes
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
DECLARED = re.compile(rb"\s*<\?xml\b[^>]*?\bencoding\s*=\s*[\"']([\w.:-]+)[\"'][^>]*>")
DECLARATION = re.compile(r"\A\s*<\?xml\b[^>]*>")
IN_UTF8 = '<?xml version="1.0" encoding="UTF-8"?>'
# Of texts, and none that reads orders out of them or is slow with what it does not know, as Python's others may.
KNOWN = ("utf-8", "utf-16", "ascii", "gb", "big5", "hz", "cp", "iso8859", "koi8", "shift_jis", "euc_", "mac")
CHINESE = ("gb2312", "gbk")  # as they are declared; what is written is of the wider one
BETWEEN = re.compile(rb"[<>\"'\r\n]+")  # none of these is a second byte in a Chinese encoding


class Misdeclared(ValueError):
    """The text is not in the encoding that it `declared`, which is empty when it declares none: `line` is the first that is not, from 1; 0 when no
    such encoding is known."""

    def __init__(self, declared: str, line: int = 0) -> None:
        super().__init__(f"{declared or 'UTF-8'}: {line}")
        self.declared, self.line = declared, line


def in_utf8(path: Path, folder: Path) -> Path:
    """The file itself, or a copy of it in a folder where it, or something that is in it, is no UTF-8. `Misdeclared`, `OSError`."""
    suffix, copy = path.suffix.lower(), folder / path.name
    if suffix in ARCHIVES:
        return _archive(path, copy)
    if suffix not in XML:
        return path
    with path.open("rb") as file:
        codec = _codec(file)
        if not codec:
            return path
        with copy.open("wb") as target:
            target.writelines(_written_anew(file, codec))
    return copy


def _archive(path: Path, copy: Path) -> Path:
    try:
        with zipfile.ZipFile(path) as archive:
            codecs_of = {each.filename: _member(archive, each) for each in archive.infolist() if Path(each.filename).suffix.lower() in XML}
            if not any(codecs_of.values()):
                return path
            with zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as target:
                for each in archive.infolist():
                    with archive.open(each) as file, target.open(each.filename, "w") as written:
                        codec = codecs_of.get(each.filename)
                        for part in _written_anew(file, codec) if codec else _chunks(file):
                            written.write(part)
    except UNREADABLE_ARCHIVE:  # whoever opens it says so
        return path
    return copy


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> str:
    with archive.open(member) as file:
        return _codec(file)


def _codec(file: IO[bytes]) -> str:
    """Nothing where it is, and says it is, UTF-8."""
    head = file.read(HEAD)
    found = DECLARED.match(head.removeprefix(codecs.BOM_UTF8))
    declared = found[1].decode("ascii") if found else ""
    marked = next((codec for mark, codec in MARKS if head.startswith(mark)), "")
    codec = marked or (_known(declared, found[0]) if found else "utf-8")
    line = _fault(file, codec)
    if line and not marked and not found:
        codec = _guess(file)
        line = _fault(file, codec) if codec else line
    elif not line and codec == "gb18030":
        line = _first_wide(file)  # which is UTF-8, all of it
    if line:
        raise Misdeclared(declared, line)
    return "" if codec in ("utf-8", "utf-8-sig") and declared.lower() in ("", "utf-8") else codec


def _known(declared: str, declaration: bytes) -> str:
    """The codec, which must read its own declaration."""
    try:
        codec = codecs.lookup(declared).name
    except LookupError:
        raise Misdeclared(declared) from None
    if not codec.startswith(KNOWN):
        raise Misdeclared(declared)
    codec = "gb18030" if codec in CHINESE else codec
    if declaration.decode(codec, "replace") != declaration.decode("ascii", "replace"):
        raise Misdeclared(declared, 1)
    return codec


def _fault(file: IO[bytes], codec: str) -> int:
    """The first line that is not in it, from 1; 0 when all of it is."""
    decoder, line = codecs.getincrementaldecoder(codec)(), 1
    try:
        for part in _chunks(file):
            decoder.decode(part)
            line += part.count(b"\n")
        decoder.decode(b"", True)
    except UnicodeDecodeError as error:
        return line + bytes(error.object[: error.start]).count(b"\n")
    return 0


def _first_wide(file: IO[bytes]) -> int:
    """The first line that is not plain, where the whole is UTF-8; else 0. Chinese of another encoding is hardly ever UTF-8 by chance."""
    if _fault(file, "utf-8"):
        return 0
    line = 1
    for part in _chunks(file):
        if not part.isascii():
            return line + part[: next(at for at, byte in enumerate(part) if byte > 127)].count(b"\n")
        line += part.count(b"\n")
    return 0


def _guess(file: IO[bytes]) -> str:
    file.seek(0)
    return guessed([text for text in BETWEEN.split(file.read(MOST_GUESSED)) if not text.isascii()])


def _written_anew(file: IO[bytes], codec: str) -> Iterator[bytes]:
    decoder, head = codecs.getincrementaldecoder(codec)(), True
    for part in _chunks(file):
        text = decoder.decode(part)
        yield (IN_UTF8 + DECLARATION.sub("", text.removeprefix("\ufeff")) if head else text).encode()
        head = False


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(0)
    while part := file.read(CHUNK):
        yield part
