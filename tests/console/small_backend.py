"""A small backend on a real port: a feed, snapshots and orders in memory, and trouble on demand."""

import json
import re
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import msgspec

from wire.bulk import MEDIA_TYPE, encode, to_bytes
from wire.cases import Case, CaseCard, CaseReport
from wire.changes import Change, Health, RawChanges
from wire.codes import Kind, Noun, Role, Source, Status
from wire.message import Versioned
from wire.nouns import MESSAGE_OF, PLURAL
from wire.people import User
from wire.photos import Photo, id_of
from wire.problem import Problem
from wire.units import Positions

AT = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
ME = User(id="u1", version=1, name="dispatcher", full_name="Li Na", roles=[Role.DISPATCHER])


def a_case(id: str, version: int = 1, **fields: Any) -> Case:
    usual: dict[str, Any] = {
        "number": id.rjust(19, "0"),
        "status": Status.PENDING_DISPATCH,
        "source": Source.INSPECTOR,
        "kind": Kind.EVENT,
        "class_code": "0101",
        "catalogue": "1",
        "lon": 114.3,
        "lat": 22.7,
        "address": "1 River Road",
        "description": "a heap of rubble",
        "reported_at": AT,
        "status_at": AT,
    }
    return Case(id=id, version=version, **(usual | fields))


def card_of(case: Case) -> CaseCard:
    return CaseCard(id=case.id, version=case.version, case=case, flow=[], tasks=[], photos=[], offers=[], suggestions=[])


def problem(status: int, code: str) -> tuple[int, bytes]:
    return status, msgspec.json.encode(Problem(status=status, code=code, title=code, detail=code))


class SmallBackend:
    """`orders` are those that were carried out, as (key, case, verb); `trouble` answers in its place with a status and body."""

    def __init__(self, port: int = 0) -> None:
        self.epoch, self.floor = "e1", 0
        self.things: dict[Noun, dict[str, Versioned]] = {noun: {} for noun in Noun}
        self.feed: list[bytes] = []
        self.orders: list[tuple[str, str, str]] = []
        self.answers: dict[str, bytes] = {}
        self.photos: dict[str, bytes] = {}
        self.fixes: list[str] = []  # ids of units, in the order in which they moved
        self.requests: list[tuple[str, str]] = []
        self.signed: list[str | None] = []
        self.held = 0
        self.trouble: Callable[[str, str], tuple[int, bytes] | None] = lambda method, path: None
        self.news = threading.Condition()
        self.port = port
        self._open: set[socket.socket] = set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        handler = type("Handler", (Answering,), {"backend": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), handler)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), name="small backend", daemon=True)
        self.stopping = False
        self._thread.start()

    def stop(self) -> None:
        """As a kill does it: nobody listens, and every connection breaks."""
        with self.news:
            self.stopping = True
            self.news.notify_all()
        self._server.shutdown()
        self._thread.join()
        for link in list(self._open):
            with suppress(OSError):
                link.shutdown(socket.SHUT_RDWR)
        self._server.server_close()

    def put(self, noun: Noun, thing: Versioned) -> None:
        with self.news:
            self.things[noun][thing.id] = thing
            change = Change(
                seq=len(self.feed) + 1, at=AT, noun=noun, id=thing.id, version=thing.version, body=msgspec.Raw(msgspec.json.encode(thing))
            )
            self.append(msgspec.json.encode(change))

    def remove(self, noun: Noun, id: str) -> None:
        with self.news:
            version = self.things[noun].pop(id).version + 1
            change = Change(seq=len(self.feed) + 1, at=AT, noun=noun, id=id, version=version, body=msgspec.Raw(b"null"))
            self.append(msgspec.json.encode(change))

    def append(self, entry: bytes) -> None:
        with self.news:
            self.feed.append(entry)
            self.news.notify_all()

    def snapshot(self, noun: Noun) -> tuple[bytes, str]:
        with self.news:
            return to_bytes(encode(MESSAGE_OF[noun], list(self.things[noun].values()))), f"{self.epoch}:{len(self.feed)}"

    def changes(self, after: int, wait: float, epoch: str) -> tuple[int, bytes]:
        with self.news:
            if epoch != self.epoch or after < self.floor:
                return problem(410, "resync")
            self.held += 1
            self.news.wait_for(lambda: len(self.feed) > after or self.stopping, wait)
            self.held -= 1
            entries = [msgspec.Raw(entry) for entry in self.feed[after : after + 1000]]
            return 200, msgspec.json.encode(RawChanges(epoch=self.epoch, head=len(self.feed), at=AT, changes=entries))

    def move(self, unit_id: str) -> None:
        with self.news:
            self.fixes.append(unit_id)
            self.news.notify_all()

    def positions(self, after: int, wait: float) -> tuple[int, bytes]:
        with self.news:
            if after > len(self.fixes):
                return problem(410, "resync")
            self.news.wait_for(lambda: len(self.fixes) > after or self.stopping, wait)
            ids = list(dict.fromkeys(self.fixes[after:]))
            ats, unknown = [int(AT.timestamp() * 1000)] * len(ids), [-1.0] * len(ids)
            lon, lat = [114.0 + len(self.fixes)] * len(ids), [22.7] * len(ids)
            positions = Positions(cursor=len(self.fixes), now=AT, unit_ids=ids, at=ats, lon=lon, lat=lat, speed=unknown, heading=unknown)
            return 200, msgspec.json.encode(positions)

    def order(self, case_id: str, order: dict[str, Any], key: str, version: int) -> tuple[int, bytes]:
        with self.news:
            if key in self.answers:
                return 200, self.answers[key]
            case = self.things[Noun.CASE].get(case_id)
            if case is None:
                return problem(404, "unknown_case")
            if case.version != version:
                return problem(412, "changed_meanwhile")
            case = msgspec.structs.replace(case, version=case.version + 1)
            self.orders.append((key, case_id, order["verb"]))
            self.put(Noun.CASE, case)
            self.answers[key] = msgspec.json.encode(card_of(case))
            return 200, self.answers[key]

    def report(self, report: CaseReport) -> tuple[int, bytes]:
        with self.news:
            if any(photo not in self.photos for photo in report.photos):
                return problem(404, "unknown_photo")
            if report.id not in self.things[Noun.CASE]:
                self.put(Noun.CASE, a_case(report.id, status=Status.REPORTED, photo_count=len(report.photos)))
            return 201, msgspec.json.encode(card_of(self.things[Noun.CASE][report.id]))


class Answering(BaseHTTPRequestHandler):
    backend: SmallBackend
    protocol_version = "HTTP/1.1"

    def setup(self) -> None:
        super().setup()
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.backend._open.add(self.connection)

    def finish(self) -> None:
        self.backend._open.discard(self.connection)
        with suppress(OSError):
            super().finish()

    def handle(self) -> None:
        with suppress(OSError):
            super().handle()

    def log_message(self, format: str, *words: Any) -> None: ...

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(url.query).items()}
        self._answer(url.path, lambda: self._get(url.path, asked))

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self._answer(self.path, lambda: self._post(self.path, body))

    def do_DELETE(self) -> None:
        self._answer(self.path, lambda: (204, b""))

    def _get(self, path: str, asked: dict[str, str]) -> tuple[int, bytes]:
        backend = self.backend
        if path == "/v1/changes":
            return backend.changes(int(asked["after"]), float(asked["wait"]), asked["epoch"])
        if path == "/v1/positions":
            return backend.positions(int(asked["after"]), float(asked["wait"]))
        if path == "/v1/me":
            return 200, msgspec.json.encode(ME)
        if path == "/v1/health":
            health = Health(ok=True, version="0", at=AT, epoch=backend.epoch, head=len(backend.feed), head_age_s=0.0, database="sqlite")
            return 200, msgspec.json.encode(health)
        if found := re.fullmatch(r"/v1/snapshot/([\w-]+)", path):
            noun = next(noun for noun, plural in PLURAL.items() if plural == found[1])
            body, self.cursor = backend.snapshot(noun)
            return 200, body
        if found := re.fullmatch(r"/v1/photos/(\w+)", path):
            return (200, backend.photos[found[1]]) if found[1] in backend.photos else problem(404, "unknown_photo")
        if (found := re.fullmatch(r"/v1/cases/(\w+)", path)) and found[1] in backend.things[Noun.CASE]:
            return 200, msgspec.json.encode(card_of(backend.things[Noun.CASE][found[1]]))
        return problem(404, "unknown_case")

    def _post(self, path: str, body: bytes) -> tuple[int, bytes]:
        if found := re.fullmatch(r"/v1/cases/(\w+)/orders", path):
            version = int(self.headers["If-Match"].strip('"'))
            return self.backend.order(found[1], json.loads(body), self.headers["Idempotency-Key"], version)
        if path == "/v1/cases":
            return self.backend.report(msgspec.json.decode(body, type=CaseReport))
        if path == "/v1/photos":
            self.backend.photos[id_of(body)] = body
            photo = Photo(id=id_of(body), media_type=self.headers["Content-Type"], size=len(body), at=AT)
            return 201, msgspec.json.encode(photo)
        return problem(404, "unknown_route")

    def _answer(self, path: str, make: Callable[[], tuple[int, bytes]]) -> None:
        self.cursor = ""
        self.backend.requests.append((self.command, path))
        self.backend.signed.append(self.headers["Authorization"])
        status, body = self.backend.trouble(self.command, path) or make()
        if self.backend.stopping:
            self.close_connection = True
            return
        self.send_response(status)
        self.send_header("Content-Type", MEDIA_TYPE if self.cursor else "application/json")
        if self.cursor:
            self.send_header("Feed-Cursor", self.cursor)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
