"""A request as RTSP and HTTP both write it: a line, headers, a blank line, perhaps a body."""

import asyncio
import urllib.parse
from typing import NamedTuple

INTERLEAVED = b"$"


class BadRequest(Exception):
    """The client does not speak RTSP or HTTP."""


class Request(NamedTuple):
    method: str
    url: str
    protocol: str  # "RTSP/1.0", "HTTP/1.1"
    headers: dict[str, str]  # by lower-case name
    body: bytes = b""

    @property
    def path(self) -> list[str]:
        return [part for part in urllib.parse.urlsplit(self.url).path.split("/") if part]

    @property
    def query(self) -> str:
        return urllib.parse.urlsplit(self.url).query


async def read_request(reader: asyncio.StreamReader) -> Request:
    """The next request, passing over RTCP that travels in between; `BadRequest`, or `IncompleteReadError` at the end."""
    first = await reader.readexactly(1)
    while first == INTERLEAVED:
        _, *size = await reader.readexactly(3)
        await reader.readexactly(int.from_bytes(bytes(size), "big"))
        first = await reader.readexactly(1)
    try:
        head = (first + await reader.readuntil(b"\r\n\r\n")).decode("latin1")
        request = parse(head)
        body = await reader.readexactly(int(request.headers.get("content-length", "0")))
    except (ValueError, asyncio.LimitOverrunError) as error:
        raise BadRequest("not a request") from error
    return request._replace(body=body)


def parse(head: str) -> Request:
    """`ValueError` when the first line is not method, address, and one of the two protocols."""
    first, *lines = head.split("\r\n")
    method, url, protocol = first.split(" ")
    if not protocol.startswith(("RTSP/", "HTTP/")):
        raise ValueError(protocol)
    urllib.parse.urlsplit(url)
    headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines) if value}
    return Request(method, url, protocol, headers)
