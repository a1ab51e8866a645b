"""Addresses of streams: what of one may be shown, and a login put into one when it is opened, nowhere else."""

import urllib.parse


def masked(url: str) -> str:
    """The URL without name, password and query."""
    try:
        parts = urllib.parse.urlsplit(url)
        host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname or ""
        return f"{parts.scheme}://{host}{f':{parts.port}' if parts.port else ''}{parts.path}"
    except ValueError:
        return "(bad address)"


def host_of(url: str) -> str:
    """`host:port`, what the politeness of `pace.Gate` and the logins go by; empty when no camera can have this URL."""
    return urllib.parse.urlsplit(masked(url)).netloc


def with_login(url: str, login: str) -> str:
    """The address with `NAME:PASSWORD` in it, where it has none of its own."""
    try:
        parts = urllib.parse.urlsplit(url)
    except ValueError:
        return url
    if not login or "@" in parts.netloc:
        return url
    name, _, password = login.partition(":")
    return parts._replace(netloc=f"{urllib.parse.quote(name, safe='')}:{urllib.parse.quote(password, safe='')}@{parts.netloc}").geturl()
