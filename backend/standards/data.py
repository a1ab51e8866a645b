"""What all files of the standards are read by. `BadStandard`: a file is missing, is not TOML, or says something that cannot be."""

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, TypeVar

import msgspec

from backend.refusals import Setup

FOLDER = Path(__file__).parents[2] / "resources" / "standards"


Words = tuple[str, str]  # in Chinese, in English


Positive = Annotated[float, msgspec.Meta(gt=0)]


Share = Annotated[float, msgspec.Meta(ge=0, le=1)]


class BadStandard(Setup):
    pass


class Data(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What stands in a file; a key that nobody reads is a mistake."""


D = TypeVar("D", bound=Data)


def from_file(path: Path, kind: type[D]) -> D:
    return converted(path.name, kind, lambda: tomllib.loads(path.read_text("utf-8")))


def converted(name: str, kind: type[D], read_in: Callable[[], Any]) -> D:
    try:
        return msgspec.convert(read_in(), kind)
    except OSError as error:
        raise BadStandard(f"{name} cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise BadStandard(f"{name}: {error}") from error


def demand(right: bool, otherwise: str) -> None:
    if not right:
        raise BadStandard(otherwise)
