"""What the map page is served as."""

from pathlib import Path

from console.map import document
from console.map.scheme import folder

PAGE = Path(document.__file__).resolve().parents[2] / "resources" / "map" / "page"


def test_that_every_file_of_the_map_page_has_a_media_type() -> None:
    door = folder(PAGE)
    files = [str(path.relative_to(PAGE)) for path in PAGE.rglob("*") if path.is_file()]
    replies = {name: door(name) for name in files}
    assert files
    assert [name for name, reply in replies.items() if reply is None or reply.media_type == "application/octet-stream"] == []


def test_that_a_script_is_served_as_a_script() -> None:
    reply = folder(PAGE)("layers.js")
    assert reply is not None
    assert reply.media_type == "text/javascript"


def test_that_nothing_above_the_folder_is_served() -> None:
    assert folder(PAGE)("../package.json") is None
