"""One call to a device or gateway, within its limits; whatever fails is a named refusal."""

from typing import Any, NamedTuple

import requests

from backend.refusals import Outside


class Limits(NamedTuple):
    """Seconds that a device has, to be reached and to answer."""

    connect_s: float
    read_s: float


class Http:
    """`login` is "name:password" or empty. A session of its own: cameras are asked seldom, and may be gone the next time."""

    def __init__(self, base: str, limits: Limits, login: str = "", digest: bool = True) -> None:
        self._base, self._limits = base, limits
        name, _, password = login.partition(":")
        self._auth = requests.auth.HTTPDigestAuth(name, password) if login and digest else None

    def call(self, method: str, path: str, params: dict[str, Any] | None = None, headers: dict[str, str] | None = None) -> Any:
        """The JSON of the answer, none when it has no body."""
        limits = (self._limits.connect_s, self._limits.read_s)
        with requests.Session() as session:
            session.trust_env = False  # cameras are not behind the proxy of the city's browsers
            try:
                answer = session.request(
                    method,
                    self._base + path,
                    params=params,
                    headers=headers,
                    auth=self._auth,
                    timeout=limits,
                    allow_redirects=False,
                )
            except requests.ConnectTimeout as error:
                raise Outside("ptz_unreachable", "Nobody answers at this address.") from error
            except requests.Timeout as error:
                raise Outside("ptz_silent", "There was no answer in time.") from error
            except (requests.RequestException, OSError) as error:
                raise Outside("ptz_unreachable", "Nobody answers at this address.") from error
            return _body(answer)


def _body(answer: requests.Response) -> Any:
    if answer.status_code in (401, 403):
        raise Outside("ptz_login", "The login that the backend has for this address is not taken.")
    if answer.status_code >= 300:
        raise Outside("ptz_refused", f"It refuses, with status {answer.status_code}.")
    try:
        return answer.json() if answer.content else None
    except ValueError as error:
        raise Outside("ptz_refused", "What answers at this address does not speak the protocol that was expected.") from error
