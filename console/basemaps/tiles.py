"""Whether what a server calls a tile is one. Those who have no tile, or no more quota, like to answer 200 with a page or a half picture.

Pillow and not Qt: of the Python of Qt not everything may be done by six threads at once.
"""

import gzip
import io
import zlib

from PIL import Image, UnidentifiedImageError

from console.basemaps.base import Unanswered
from wire.basemaps import TileForm

GZIP = b"\x1f\x8b"
LARGEST = 1024  # px of a side
FIRST_OF_VECTOR = 0x1A  # a vector tile is a list of layers, each with this tag


def sound(body: bytes, form: TileForm) -> bytes:
    """The tile, unpacked; `Unanswered` when it is none. Empty stays empty: nothing is drawn there."""
    if not body:
        return body
    return _vector(body) if form is TileForm.VECTOR else _picture(body)


def _picture(body: bytes) -> bytes:
    try:
        with Image.open(io.BytesIO(body)) as image:
            if max(image.size) > LARGEST:
                raise Unanswered("no_picture")
            image.load()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise Unanswered("no_picture") from error
    return body


def _vector(body: bytes) -> bytes:
    try:
        body = gzip.decompress(body) if body.startswith(GZIP) else body
    except (OSError, EOFError, zlib.error) as error:
        raise Unanswered("no_vector_tile") from error
    if body and body[0] != FIRST_OF_VECTOR:
        raise Unanswered("no_vector_tile")
    return body
