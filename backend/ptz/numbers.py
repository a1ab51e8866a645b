"""Numbers for the tokens by which a device knows its presets and patrols: each keeps its own, in whatever order the device tells them."""

from collections.abc import Mapping, Sequence

from backend.rules import ptz_tokens
from backend.session import SYSTEM, Database
from backend.tables.ptz import TokenKind
from wire.ptz import LAST_PRESET


class TokenBook:
    """Those of one camera, kept in the database."""

    def __init__(self, database: Database, camera_id: str) -> None:
        self._database, self._camera_id = database, camera_id

    def numbers(self, kind: TokenKind, told: Sequence[str]) -> dict[str, int]:
        """Of the tokens that the device has told now; any that are new are given a number for good."""
        with self._database.read() as work:
            kept = ptz_tokens.kept(work, self._camera_id, kind)
        if not kept.keys() >= set(told):
            with self._database.write(SYSTEM) as work:
                kept = assigned(ptz_tokens.held(work, self._camera_id, kind), told)
                ptz_tokens.replace(work, self._camera_id, kind, kept)
        return {token: kept[token] for token in told if token in kept}

    def keep(self, kind: TokenKind, token: str, number: int) -> None:
        """This token has this number from now on, and no other one has it."""
        with self._database.write(SYSTEM) as work:
            kept = ptz_tokens.held(work, self._camera_id, kind)
            others = {other: had for other, had in kept.items() if token != other and had != number}
            ptz_tokens.replace(work, self._camera_id, kind, others | {token: number})


def assigned(kept: Mapping[str, int], told: Sequence[str]) -> dict[str, int]:
    """`kept`, and a number for each token that was `told` and has none: the token itself where it is a number that is free, else the lowest free one.

    A token that is not told keeps its number as long as there are others: it may be told again. A device that knows none of them is another one.
    """
    numbers = dict(kept) if not told or kept.keys() & set(told) else {}
    new = [token for token in dict.fromkeys(told) if token not in numbers]
    for token in new:
        if token.isascii() and token.isdecimal() and 1 <= (own := int(token)) <= LAST_PRESET and own not in numbers.values():
            numbers[token] = own
    gone = sorted((number, token) for token, number in numbers.items() if token not in told)
    free = [number for number in range(1, LAST_PRESET + 1) if number not in numbers.values()]
    for token in new:
        if token not in numbers:
            if not free and gone:
                number, old = gone.pop(0)
                del numbers[old]
                free.append(number)
            if free:
                numbers[token] = free.pop(0)
    return numbers
