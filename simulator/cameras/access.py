"""Who may watch: Basic (RFC 7617) and Digest with MD5 (RFC 2069, what cameras speak)."""

import base64
import binascii
import hashlib
import hmac
import secrets
from typing import NamedTuple

REALM = "cameras"


class Access(NamedTuple):
    """`login` is "name:password"; empty: everybody may watch."""

    login: str
    nonce: str

    @property
    def challenges(self) -> list[str]:
        return [f'Digest realm="{REALM}", nonce="{self.nonce}"', f'Basic realm="{REALM}"']

    def allows(self, method: str, authorization: str) -> bool:
        """Does this `Authorization` header open the door for this method?"""
        scheme, _, value = authorization.partition(" ")
        if not self.login:
            return True
        if scheme.lower() == "basic":
            return _same(_plain(value), self.login)
        return scheme.lower() == "digest" and self._digest_is_right(method, value)

    def _digest_is_right(self, method: str, value: str) -> bool:
        given = {key.strip(): text.strip().strip('"') for key, _, text in (part.partition("=") for part in value.split(","))}
        name, _, password = self.login.partition(":")
        secret, act = _md5(f"{name}:{REALM}:{password}"), _md5(f"{method}:{given.get('uri', '')}")
        return given.get("nonce") == self.nonce and _same(given.get("response", ""), _md5(f"{secret}:{self.nonce}:{act}"))


def access_for(login: str) -> Access:
    return Access(login, secrets.token_hex(8))


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def _same(given: str, right: str) -> bool:
    return hmac.compare_digest(given.encode(), right.encode())


def _plain(value: str) -> str:
    try:
        return base64.b64decode(value, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return ""
