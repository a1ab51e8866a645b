"""Every way in which the backend says no. The message is one sentence for a person; status and code are for programs.

Refusal
├── Malformed              400 malformed          (errors: which fields)
│   ├── FixRefused         400 bad_fix
│   └── WrongDigest        400 wrong_digest
├── NoSession              401 no_session
│   └── WrongPassword      401 wrong_password
├── NotYourRole            403 not_your_role
├── Unknown                404 unknown_<noun>
├── RuleSaysNo             409 the rule's own code
├── Resync                 410 resync
├── ChangedMeanwhile       412 changed_meanwhile  (current: the thing as it is)
├── TooLarge               413 too_large
│   └── TooManyFixes       413 too_many_fixes
├── WrongMediaType         415 wrong_media_type
├── NoSuchRange            416 no_such_range
├── KeyReused              422 key_reused
├── TooManyLogins          429 too_many_logins
├── TooManyQuestions       429 too_many_questions
├── Outside                502 the adapter's own code
└── NotNow                 503 not_now

Setup                      what keeps the program from starting or a command from running: one sentence, exit status 2
"""

from wire.message import Message
from wire.problem import FieldError


class Refusal(Exception):
    status = 400
    code = "malformed"

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail
        self.errors: list[FieldError] = []
        self.current: Message | None = None


class Malformed(Refusal):
    def __init__(self, detail: str, errors: list[FieldError] | None = None) -> None:
        super().__init__(detail)
        self.errors = errors or []


class FixRefused(Malformed):
    code = "bad_fix"


class TrackTooLong(Malformed):
    code = "track_too_long"


class TracksTooLong(Malformed):
    code = "tracks_too_long"


class WrongDigest(Malformed):
    code = "wrong_digest"


class NoSession(Refusal):
    status, code = 401, "no_session"


class WrongPassword(NoSession):
    code = "wrong_password"


class NotYourRole(Refusal):
    status, code = 403, "not_your_role"


class BothAxes(NotYourRole):
    """Of two centres nobody acts for both (DOMAIN 2.8)."""

    code = "both_axes"


class Unknown(Refusal):
    """`Unknown("unit", "u17")`: 404 unknown_unit."""

    status = 404

    def __init__(self, noun: str, id: str) -> None:
        super().__init__(f"There is no {noun} {id!r}.")
        self.code = f"unknown_{noun}"


class RuleSaysNo(Refusal):
    """A rule of the field forbids it; subclasses or callers give the code."""

    status, code = 409, "rule"

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code


class Resync(Refusal):
    status, code = 410, "resync"


class ChangedMeanwhile(Refusal):
    status, code = 412, "changed_meanwhile"

    def __init__(self, current: Message) -> None:
        super().__init__("It was changed meanwhile; look at it as it is now and decide again.")
        self.current = current


class TooLarge(Refusal):
    status, code = 413, "too_large"


class TooManyFixes(TooLarge):
    code = "too_many_fixes"


class WrongMediaType(Refusal):
    status, code = 415, "wrong_media_type"


class NoSuchRange(Refusal):
    status, code = 416, "no_such_range"


class KeyReused(Refusal):
    status, code = 422, "key_reused"

    def __init__(self) -> None:
        super().__init__("This Idempotency-Key was used for another request.")


class TooManyLogins(Refusal):
    status, code = 429, "too_many_logins"


class TooManyQuestions(Refusal):
    status, code = 429, "too_many_questions"


class Outside(Refusal):
    """A device or a gateway does not do what was asked."""

    status, code = 502, "outside"

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code


class NotNow(Refusal):
    status, code = 503, "not_now"


class Setup(Exception):
    """One sentence for whoever started the program."""
