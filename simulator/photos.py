"""Photos as terminals take them: a street, what is wrong in it (or no longer is), and time and place in the corner."""

import io
from collections.abc import Callable
from datetime import datetime
from functools import cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageFont

WIDE, HIGH = 960, 720
KERB = 430  # where the pavement ends, pixels from the top
Colour = tuple[int, int, int]
Pen = ImageDraw.ImageDraw
Artist = Callable[[Pen, np.random.Generator], None]


def photo(scene: str, seed: int, at: datetime, place: str, solved: bool = False) -> bytes:
    """A JPEG of some 60 kB. The same scene and seed are the same street; `solved` shows it without the problem."""
    rng = np.random.default_rng(seed)
    image = Image.new("RGB", (WIDE, HIGH))
    pen = ImageDraw.Draw(image)
    _street(pen, rng)
    if scene == "lamp" or not solved:
        SCENES.get(scene, _litter)(pen, rng)
    if scene == "lamp" and solved:
        pen.ellipse((560, 40, 760, 240), fill=(255, 236, 170))
    image = _lens(image, rng)
    _stamp(ImageDraw.Draw(image), at, place)
    body = io.BytesIO()
    image.save(body, "JPEG", quality=80)
    return body.getvalue()


def _street(pen: Pen, rng: np.random.Generator) -> None:
    sky = _tint((176, 196, 212), rng, 18)
    pen.rectangle((0, 0, WIDE, 210), fill=sky)
    x = -30
    while x < WIDE:
        wide = int(rng.integers(150, 300))
        _house(pen, x, int(rng.integers(20, 130)), x + wide, _tint((168, 158, 146), rng, 30), rng)
        x += wide
    pen.rectangle((0, 330, WIDE, KERB), fill=_tint((164, 160, 152), rng, 12))
    for number in range(0, WIDE + 400, 46):
        pen.line((number, 330, number - 140, KERB), fill=(146, 142, 135), width=2)
    pen.rectangle((0, KERB, WIDE, KERB + 14), fill=(188, 186, 180))
    pen.rectangle((0, KERB + 14, WIDE, HIGH), fill=_tint((92, 94, 98), rng, 10))
    for number in range(-40, WIDE, 260):
        pen.polygon([(number, 600), (number + 130, 600), (number + 118, 616), (number - 16, 616)], fill=(214, 212, 204))


def _house(pen: Pen, left: int, top: int, right: int, colour: Colour, rng: np.random.Generator) -> None:
    pen.rectangle((left, top, right, 330), fill=colour, outline=(110, 104, 98))
    for y in range(top + 16, 220, 46):
        for x in range(left + 16, right - 30, 48):
            pen.rectangle((x, y, x + 26, y + 28), fill=_tint((84, 98, 112), rng, 16))
    pen.rectangle((left + 8, 244, right - 8, 272), fill=_tint((150, 74, 62), rng, 50))
    pen.rectangle((left + 14, 276, right - 14, 328), fill=(66, 72, 78))


def _bikes(pen: Pen, rng: np.random.Generator) -> None:
    for number in range(int(rng.integers(6, 10))):
        x, y = 120 + number * 78 + int(rng.integers(-14, 14)), 372 + int(rng.integers(0, 40))
        colour = _tint((210, 160, 50), rng, 60)
        for wheel in (x, x + 62):
            pen.ellipse((wheel, y, wheel + 46, y + 46), outline=(30, 32, 34), width=5)
        pen.line((x + 23, y + 23, x + 42, y - 12, x + 80, y - 12, x + 85, y + 23, x + 50, y + 24, x + 42, y - 12), fill=colour, width=6)
        pen.line((x + 80, y - 12, x + 78, y - 28, x + 92, y - 30), fill=(40, 42, 44), width=4)


def _stall(pen: Pen, rng: np.random.Generator) -> None:
    for x in (180, 480):
        colour = _tint((200, 60, 50), rng, 70)
        pen.polygon([(x - 60, 300), (x + 90, 228), (x + 240, 300)], fill=colour, outline=(90, 40, 36))
        pen.line((x + 90, 250, x + 90, 420), fill=(90, 90, 92), width=6)
        pen.rectangle((x - 30, 380, x + 210, 450), fill=_tint((120, 92, 66), rng, 20))
        for number in range(22):
            cx, cy = x - 16 + number % 11 * 21, 366 + number // 11 * 18
            pen.ellipse((cx, cy, cx + 20, cy + 20), fill=_tint((220, 130, 40), rng, 60))


def _litter(pen: Pen, rng: np.random.Generator) -> None:
    for _ in range(90):
        x, y, size = int(rng.normal(480, 190)), int(rng.normal(500, 60)), int(rng.integers(6, 24))
        corners = [(x + int(dx), y + int(dy)) for dx, dy in rng.integers(-size, size, (5, 2))]
        pen.polygon(corners, fill=_tint((190, 180, 160), rng, 60))


def _bags(pen: Pen, rng: np.random.Generator) -> None:
    for number in range(int(rng.integers(7, 12))):
        x, y = int(rng.normal(480, 120)), 420 - number * 7 + int(rng.integers(0, 40))
        colour = _tint((52, 56, 60) if number % 3 else (170, 60, 52), rng, 20)
        pen.ellipse((x - 56, y - 46, x + 56, y + 46), fill=colour)
        pen.polygon([(x - 12, y - 40), (x, y - 70), (x + 12, y - 40)], fill=colour)
    _litter(pen, rng)


def _poster(pen: Pen, rng: np.random.Generator) -> None:
    pen.rectangle((420, 60, 500, 470), fill=(140, 136, 130))
    for _ in range(16):
        x, y = int(rng.integers(412, 466)), int(rng.integers(120, 400))
        pen.rectangle((x, y, x + 44, y + 58), fill=_tint((236, 226, 190), rng, 26), outline=(150, 140, 120))
        for line in range(y + 8, y + 52, 9):
            pen.line((x + 6, line, x + 38, line), fill=(190, 40, 36) if line % 2 else (60, 60, 60), width=3)


def _pile(pen: Pen, rng: np.random.Generator) -> None:
    heap = (
        [(170, 470)]
        + [(170 + step * 62, 470 - int(150 * np.sin((step + 0.5) / 10 * np.pi) + rng.integers(0, 26))) for step in range(10)]
        + [(800, 470)]
    )
    pen.polygon(heap, fill=_tint((150, 118, 84), rng, 14))
    for _ in range(60):
        x, y = int(rng.integers(210, 760)), int(rng.integers(360, 470))
        pen.rectangle((x, y, x + int(rng.integers(8, 40)), y + int(rng.integers(6, 18))), fill=_tint((140, 110, 88), rng, 40))


def _crack(pen: Pen, rng: np.random.Generator) -> None:
    pen.ellipse((340, 510, 640, 630), fill=(58, 56, 54), outline=(120, 116, 110), width=6)
    for _ in range(14):
        x, y = 490, 570
        for _ in range(6):
            nx, ny = x + int(rng.integers(-60, 60)), y + int(rng.integers(-30, 30))
            pen.line((x, y, nx, ny), fill=(44, 43, 42), width=4)
            x, y = nx, ny


def _bin(pen: Pen, rng: np.random.Generator) -> None:
    pen.rectangle((420, 270, 540, 440), fill=(66, 104, 78), outline=(36, 60, 44), width=4)
    pen.rectangle((408, 254, 552, 280), fill=(54, 84, 64))
    for _ in range(40):
        x, y = int(rng.normal(480, 90)), int(rng.choice([246, 262, 440, 456, 474]))
        pen.ellipse((x - 18, y - 14, x + 18, y + 14), fill=_tint((170, 160, 150), rng, 60))


def _pole(pen: Pen, rng: np.random.Generator) -> None:
    pen.polygon([(430, 470), (462, 470), (560, 90), (532, 84)], fill=(120, 122, 124))
    for sag in range(4):
        pen.line(
            [(546, 100 + sag * 14)] + [(546 + step * 60, int(100 + sag * 26 + 200 * np.sin(step / 8 * np.pi))) for step in range(1, 8)],
            fill=(30, 30, 32),
            width=4,
        )
    pen.rectangle((410, 452, 480, 476), fill=(70, 70, 72))


def _flood(pen: Pen, rng: np.random.Generator) -> None:
    pen.polygon([(0, 460), (WIDE, 440), (WIDE, HIGH), (0, HIGH)], fill=(104, 112, 112))
    for _ in range(60):
        x, y = int(rng.integers(0, WIDE)), int(rng.integers(470, HIGH))
        pen.line((x, y, x + int(rng.integers(30, 120)), y), fill=_tint((150, 160, 162), rng, 18), width=3)


def _lamp(pen: Pen, rng: np.random.Generator) -> None:
    pen.rectangle((0, 0, WIDE, HIGH), fill=(22, 26, 34))
    pen.rectangle((0, KERB, WIDE, HIGH), fill=(30, 31, 34))
    for _ in range(26):
        x, y = int(rng.integers(0, WIDE)), int(rng.integers(100, 320))
        pen.rectangle((x, y, x + 20, y + 22), fill=_tint((150, 128, 70), rng, 30))
    pen.line((470, 470, 470, 120, 500, 96, 660, 110), fill=(92, 96, 102), width=10)
    pen.ellipse((640, 104, 700, 134), fill=(54, 56, 60))


def _cover(pen: Pen, rng: np.random.Generator) -> None:
    pen.ellipse((330, 500, 650, 660), fill=(24, 24, 26), outline=(130, 128, 124), width=10)
    pen.pieslice((330, 500, 650, 660), 20, int(rng.integers(150, 260)), fill=(84, 82, 80), outline=(50, 50, 52), width=4)
    for x in (270, 690):
        pen.polygon([(x, 640), (x + 24, 560), (x + 48, 640)], fill=(226, 96, 40))


def _tree(pen: Pen, rng: np.random.Generator) -> None:
    pen.polygon([(450, 460), (492, 460), (482, 180), (460, 180)], fill=(92, 72, 54))
    for _ in range(20):
        angle, long = rng.uniform(-1.4, 1.4), int(rng.integers(80, 190))
        pen.line((471, int(rng.integers(190, 300)), 471 + int(long * np.sin(angle)), int(230 - long * np.cos(angle))), fill=(104, 82, 60), width=6)
    for _ in range(120):
        x, y = int(rng.normal(471, 100)), int(rng.normal(150, 60))
        pen.ellipse((x - 14, y - 10, x + 14, y + 10), fill=_tint((148, 120, 62), rng, 30))
    pen.line((560, 300, 760, 460), fill=(98, 76, 56), width=14)


SCENES: dict[str, Artist] = {
    "bikes": _bikes,
    "stall": _stall,
    "litter": _litter,
    "bags": _bags,
    "poster": _poster,
    "pile": _pile,
    "crack": _crack,
    "bin": _bin,
    "pole": _pole,
    "flood": _flood,
    "lamp": _lamp,
    "cover": _cover,
    "tree": _tree,
}


def _tint(colour: Colour, rng: np.random.Generator, much: int) -> Colour:
    red, green, blue = (int(np.clip(value + rng.integers(-much, much + 1), 0, 255)) for value in colour)
    return red, green, blue


def _lens(image: Image.Image, rng: np.random.Generator) -> Image.Image:
    """A cheap camera: a little soft, a little noise, darker corners."""
    pixels = np.asarray(image.filter(ImageFilter.BoxBlur(1)), np.float32)
    pixels = pixels * _shade() + np.roll(_grain(), int(rng.integers(HIGH)), axis=0)
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


@cache
def _shade() -> NDArray[np.float32]:
    y, x = np.mgrid[-1 : 1 : HIGH * 1j, -1 : 1 : WIDE * 1j]
    return np.asarray(1 - 0.28 * (x**2 + y**2), np.float32)[:, :, None]


@cache
def _grain() -> NDArray[np.float32]:
    return np.random.default_rng(0).normal(0, 5, (HIGH, WIDE, 1)).astype(np.float32)


def _stamp(pen: Pen, at: datetime, place: str) -> None:
    pen.rectangle((0, HIGH - 40, WIDE, HIGH), fill=(16, 18, 20))
    pen.text((16, HIGH - 34), f"{at:%Y-%m-%d %H:%M:%S}   {place}", fill=(240, 214, 120), font=ImageFont.load_default(22))
