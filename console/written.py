"""Files that somebody asked for: whole, or not there. Not for the GUI thread, which a large one on a slow disk would hold."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from console.connection import failure


def write_whole(path: Path, body: bytes) -> None:
    """`ApiError` with the code not_written when it cannot be."""
    with whole(path) as file:
        file.write(body)


@contextmanager
def whole(path: Path) -> Iterator[IO[bytes]]:
    """What is written into it has its name when all of it is there; raises like `write_whole`."""
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as file:
            yield file
        part.replace(path)
    except OSError as error:
        raise failure("not_written", error.strerror or str(error)) from error
    finally:
        part.unlink(missing_ok=True)
