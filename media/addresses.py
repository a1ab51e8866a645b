"""Addresses of streams: what of one may be shown, and a login put into one when it is opened, nowhere else."""

import re
import urllib.parse

NAME, PASSWORD = "{name}", "{password}"  # where a login stands in an address that has it in its path or query, as some recorders want it
VALUE = r"([^&/;?#]*?)"
NAMES = re.compile(rf"((?:user\w*?|usr|loginuse|login)=){VALUE}(?=_pass|_pwd|[&/;?#]|$)", re.IGNORECASE)
PASSWORDS = re.compile(rf"((?:pass\w*?|pas|pwd|psw)=){VALUE}(?=_channel=|_stream=|[&/;?#]|$)", re.IGNORECASE)


def masked(url: str) -> str:
    """The URL without name, password and query."""
    try:
        parts = urllib.parse.urlsplit(url)
        host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname or ""
        path = PASSWORDS.sub(r"\1…", NAMES.sub(r"\1…", parts.path))
        return f"{parts.scheme}://{host}{f':{parts.port}' if parts.port else ''}{path}"
    except ValueError:
        return "(bad address)"


def host_of(url: str) -> str:
    """`host:port`, what the politeness of `pace.Gate` and the logins go by; empty when no camera can have this URL."""
    return urllib.parse.urlsplit(masked(url)).netloc


def has_login(url: str) -> bool:
    """Does a name or a password stand in it, before the host or behind it?"""
    _, _, rest = url.partition("://")
    authority = re.split(r"[/?#]", rest, maxsplit=1)[0]
    return "@" in authority or any(found[2] not in ("", PASSWORD) for found in PASSWORDS.finditer(rest.removeprefix(authority)))


def without_login(url: str) -> str:
    """The address with places for the login where it had one behind its host, and nothing where it stood before it."""
    scheme, mark, rest = url.partition("://")
    authority = re.split(r"[/?#]", rest, maxsplit=1)[0]
    behind = rest.removeprefix(authority)
    if any(found[2] for found in PASSWORDS.finditer(behind)):
        behind = PASSWORDS.sub(rf"\1{PASSWORD}", NAMES.sub(rf"\1{NAME}", behind))
    return f"{scheme}{mark}{authority.rpartition('@')[2]}{behind}"


def with_login(url: str, login: str) -> str:
    """The address with `NAME:PASSWORD` in its places for it, else before its host, where it has none of its own."""
    try:
        parts = urllib.parse.urlsplit(url)
    except ValueError:
        return url
    if not login or "@" in parts.netloc:
        return url
    name, _, password = (urllib.parse.quote(part, safe="") for part in login.partition(":"))
    if PASSWORD in url:
        return url.replace(NAME, name).replace(PASSWORD, password)
    return parts._replace(netloc=f"{name}:{password}@{parts.netloc}").geturl()


def comes_in_segments(url: str) -> bool:
    """Does this stream (HLS) bring some seconds at once, which have to be shown at their own pace?"""
    try:
        return urllib.parse.urlsplit(url).path.endswith(".m3u8")
    except ValueError:
        return False
