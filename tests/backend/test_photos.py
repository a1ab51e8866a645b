"""Photos: kept once, by what they are."""

import hashlib

from tests.backends import Backend
from wire.codes import Role

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40
AS_PNG = {"Content-Type": "image/png"}


def test_that_a_photo_comes_back_as_it_went_in(backend: Backend) -> None:
    client = backend.client(Role.INSPECTOR)
    first, again = (client.post("/v1/photos", data=PNG, headers=AS_PNG) for _ in range(2))
    assert (first.status_code, first.json()["id"], first.json()["size"]) == (201, hashlib.sha256(PNG).hexdigest(), len(PNG))
    assert first.json() == again.json()
    back = client.get(f"/v1/photos/{first.json()['id']}")
    assert (back.content, back.headers["Content-Type"]) == (PNG, "image/png")


def test_that_what_is_no_picture_is_refused_and_not_kept(backend: Backend) -> None:
    client = backend.client(Role.INSPECTOR)
    assert client.post("/v1/photos", data=b"<html>", headers=AS_PNG).json()["code"] == "malformed"
    assert client.post("/v1/photos", data=PNG, headers={"Content-Type": "text/html"}).json()["code"] == "wrong_media_type"
    sound = b"RIFF\x24\0\0\0WAVEfmt "
    assert client.post("/v1/photos", data=sound, headers={"Content-Type": "image/webp"}).json()["code"] == "malformed"
    assert not list(backend.data.rglob("*"))


def test_that_a_photo_that_cannot_be_written_is_refused_for_now(backend: Backend) -> None:
    backend.data.mkdir(exist_ok=True)
    (backend.data / "photos").write_text("a file where the folder should be")
    refused = backend.client(Role.INSPECTOR).post("/v1/photos", data=PNG, headers=AS_PNG)
    assert (refused.status_code, refused.json()["code"]) == (503, "not_now")


def test_that_twelve_megabytes_are_the_most(backend: Backend) -> None:
    client = backend.client(Role.INSPECTOR)
    assert client.post("/v1/photos", data=PNG + bytes(11_000_000), headers=AS_PNG).status_code == 201
    refused = client.post("/v1/photos", data=PNG + bytes(12_000_000), headers=AS_PNG)
    assert (refused.status_code, refused.json()["code"]) == (413, "too_large")


def test_that_a_photo_that_is_not_there_is_named(backend: Backend) -> None:
    client = backend.client(Role.INSPECTOR)
    for id in ("0" * 64, "..%2f..%2fyiping.db", "x"):
        refused = client.get(f"/v1/photos/{id}")
        assert (refused.status_code, refused.headers["Content-Type"]) == (404, "application/problem+json")
