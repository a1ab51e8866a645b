"""Which key asks for which verbs: `resources/desk/keys.toml`. No Qt."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import msgspec

from console.hall.queues import FOLDER, BadDesk
from wire.codes import Verb

TAKEN = frozenset("M")


@cache
def verb_keys(folder: Path = FOLDER) -> Mapping[str, list[Verb]]:
    """By capital letter; `BadDesk` when the file cannot be used."""
    path = folder / "keys.toml"
    try:
        keys = msgspec.convert(tomllib.loads(path.read_text("utf-8")), dict[str, list[Verb]])
    except OSError as error:
        raise BadDesk(f"{path.name} cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise BadDesk(f"{path.name}: {error}") from error
    for key in keys:
        if len(key) != 1 or not "A" <= key <= "Z" or key in TAKEN:
            raise BadDesk(f"{path.name}: {key} is no free letter")
    return keys
