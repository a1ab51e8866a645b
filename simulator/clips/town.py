"""What stands still: sky, road, houses, trees, lamps."""

import numpy as np
from PIL import Image

from simulator.clips.canvas import Canvas
from simulator.clips.lens import Lens, Point
from simulator.clips.light import Colour, Light, Normal

Random = np.random.Generator
WALLS: list[Colour] = [(206, 194, 172), (172, 175, 180), (164, 116, 96), (216, 213, 205), (150, 168, 182), (188, 170, 150)]
SIGNS: list[Colour] = [(176, 48, 44), (44, 92, 160), (38, 124, 86), (208, 140, 40), (116, 60, 120), (200, 200, 196)]
ASPHALT: Colour = (92, 93, 96)
PAVING: Colour = (168, 162, 152)
YELLOW: Colour = (222, 178, 62)
PAINT: Colour = (226, 226, 220)
GRASS: Colour = (104, 132, 78)
LAMP: Colour = (255, 206, 140)


def sky(lens: Lens, light: Light, random: Random) -> Image.Image:
    """A gradient with soft clouds, twice the picture's size; below the horizon the haze."""
    width, height = lens.width, lens.height
    share = np.clip(np.arange(height)[:, None, None] / max(1.0, lens.horizon()), 0, 1) ** 1.5
    colours = np.array(light.zenith) * (1 - share) + np.array(light.skyline) * share
    small = Image.fromarray((random.random((9, 12)) * 255).astype(np.uint8)).resize((width, height), Image.Resampling.BICUBIC)
    fine = Image.fromarray((random.random((30, 30)) * 255).astype(np.uint8)).resize((width, height), Image.Resampling.BICUBIC)
    cover = np.clip((np.asarray(small) * 0.7 + np.asarray(fine) * 0.3) / 255 - (1 - light.clouds), 0, 1)[..., None] * (1 - share)
    white = np.array(light.skyline) * 0.75 + 60
    return Image.fromarray(np.clip(colours * (1 - cover) + white * cover, 0, 255).astype(np.uint8), "RGB")


def rough(canvas: Canvas, random: Random, strength: float = 7.0) -> None:
    """Gives the ground a grain: finer towards the horizon, as far things are."""
    top = max(0, int(canvas.lens.horizon()) + 4)
    below = np.asarray(canvas.image)[top:].astype(np.float32)
    noise = Image.fromarray((random.random((below.shape[0] // 2, below.shape[1] // 3)) * 255).astype(np.uint8)).resize(below.shape[1::-1])
    fall = np.linspace(0.2, 1, below.shape[0])[:, None, None]
    below += (np.asarray(noise, np.float32)[..., None] - 127) / 127 * strength * fall
    canvas.image.paste(Image.fromarray(np.clip(below, 0, 255).astype(np.uint8)), (0, top))


def road(canvas: Canvas, left: float, right: float, lanes: int, far: float = 420, near: float = -6) -> None:
    """Asphalt with a double yellow line in the middle and dashed white ones between the lanes; edge lines and kerbs."""
    canvas.ground(left, right, near, far, ASPHALT)
    middle, width = (left + right) / 2, (right - left) / lanes
    for lane in range(lanes):
        for track in (0.28, 0.72):  # where the wheels polish it
            at = left + (lane + track) * width
            canvas.ground(at - 0.3, at + 0.3, near, far, (84, 85, 88))
    for line in range(1, lanes):
        at = left + line * width
        if abs(at - middle) < 0.1:
            canvas.ground(at - 0.28, at - 0.12, near, far, YELLOW)
            canvas.ground(at + 0.12, at + 0.28, near, far, YELLOW)
        else:
            dashes(canvas, at, near, 160)
    for edge in (left + 0.25, right - 0.25):
        canvas.ground(edge - 0.07, edge + 0.07, near, far, PAINT, 210)
    for kerb in (left, right):
        canvas.ground(kerb - 0.18, kerb + 0.18, near, far, (190, 187, 180), z=0.05)


def dashes(canvas: Canvas, x: float, near: float, far: float) -> None:
    for start in np.arange(near, far, 9.0):
        canvas.ground(x - 0.09, x + 0.09, start, start + 4.0, PAINT, 225)


def zebra(canvas: Canvas, left: float, right: float, y: float, depth: float = 4.0) -> None:
    for x in np.arange(left + 0.3, right - 0.5, 1.0):
        canvas.ground(x, x + 0.5, y, y + depth, PAINT, 235)


def house(canvas: Canvas, x0: float, x1: float, y0: float, y1: float, height: float, wall: Colour, random: Random) -> None:
    """A box with windows on the side towards the camera and the side towards the street."""
    street = x0 if abs(x0) < abs(x1) else x1
    facade(canvas, (x0, y0, 0), (x1, y0, 0), height, wall, (0, -1, 0), random)
    facade(canvas, (street, y0, 0), (street, y1, 0), height, wall, (-1 if street > 0 else 1, 0, 0), random)


def facade(canvas: Canvas, start: Point, end: Point, height: float, wall: Colour, normal: Normal, random: Random) -> None:
    """One wall: shops at street level, windows above, a parapet."""
    length = abs(end[0] - start[0]) + abs(end[1] - start[1])
    floors, bays = max(1, int((height - 4.2) / 3.2)), max(1, int(length / 3.4))

    def part(a: float, b: float, low: float, high: float) -> list[Point]:
        left, right = ((start[0] + (end[0] - start[0]) * s, start[1] + (end[1] - start[1]) * s) for s in (a, b))
        return [(*left, low), (*right, low), (*right, high), (*left, high)]

    for piece in range(bays):  # in pieces, so that the haze grows along the wall
        canvas.face(part(piece / bays, (piece + 1) / bays, 0, height), wall, normal)
        shop_front(canvas, part, piece, bays, normal, random)
        for floor in range(floors):
            window(canvas, part((piece + 0.2) / bays, (piece + 0.8) / bays, 5.2 + floor * 3.2, 6.9 + floor * 3.2), normal, random)
    canvas.face(part(0, 1, height - 0.7, height), tuple(c * 0.82 for c in wall), normal)  # type: ignore[arg-type]


def window(canvas: Canvas, corners: list[Point], normal: Normal, random: Random) -> None:
    if random.random() < canvas.light.lit:
        warm = random.random()
        canvas.bright(corners, (255 * (0.55 + 0.4 * warm), 214 * (0.5 + 0.4 * warm), 150 * (0.45 + 0.4 * warm)))
    else:
        tone = 62 + 44 * random.random()
        canvas.face(corners, (tone, tone * 1.12, tone * 1.24), normal)


def shop_front(canvas: Canvas, part, piece: int, bays: int, normal: Normal, random: Random) -> None:  # type: ignore[no-untyped-def]
    sign = SIGNS[int(random.integers(len(SIGNS)))]
    glass = part((piece + 0.08) / bays, (piece + 0.92) / bays, 0.3, 2.7)
    board = part((piece + 0.04) / bays, (piece + 0.96) / bays, 2.9, 3.8)
    if canvas.light.lamps:
        canvas.bright(glass, (206, 176, 126) if random.random() < 0.6 else (70, 66, 62))
        canvas.bright(board, tuple(min(255, c * 1.05) for c in sign))  # type: ignore[arg-type]
    else:
        canvas.face(glass, (78, 88, 96), normal)
        canvas.face(board, sign, normal)


def tree(canvas: Canvas, x: float, y: float, height: float, random: Random) -> None:
    """A trunk and a crown of many leaves' worth of balls, bright where the sun comes from."""
    canvas.face([(x - 0.13, y, 0), (x + 0.13, y, 0), (x + 0.09, y, height * 0.6), (x - 0.09, y, height * 0.6)], (92, 76, 60), (0, -1, 0))
    green = np.array((74, 108, 52)) * (0.85 + 0.3 * random.random())
    spots = np.clip(random.normal(size=(230, 3)), -1.9, 1.9) * (height * 0.17, height * 0.1, height * 0.13)
    for dx, dy, dz in spots[np.argsort(spots @ np.array(canvas.light.towards))]:
        tone = 0.7 + 0.45 * float(np.clip(dz / (height * 0.3) + 0.4, 0, 1))
        colour = tuple(green * tone)
        canvas.ball((x + dx, y + dy, height * 0.7 + dz), height * (0.022 + 0.03 * random.random()), colour, alpha=225)


def shadow(canvas: Canvas, x: float, y: float, radius: float) -> None:
    """The soft shadow of a crown on the ground, away from the sun."""
    sun = canvas.light.towards
    if sum(canvas.light.sun) < 0.6:
        return
    angles = np.linspace(0, 2 * np.pi, 20)
    for share in (1.0, 0.85, 0.65):
        points = [(x - sun[0] * 3 + np.cos(a) * radius * share * 1.5, y - sun[1] * 3 + np.sin(a) * radius * share, 0.02) for a in angles]
        canvas.face(points, (20, 22, 26), alpha=42)


def lamp_post(canvas: Canvas, x: float, y: float, reach: float, height: float = 9.0) -> None:
    """`reach` is how far the arm hangs over the street, negative to the left."""
    canvas.face([(x - 0.09, y, 0), (x + 0.09, y, 0), (x + 0.06, y, height), (x - 0.06, y, height)], (120, 124, 128), (0, -1, 0))
    canvas.face([(x, y, height), (x + reach, y, height + 0.4), (x + reach, y, height + 0.55), (x, y, height + 0.14)], (120, 124, 128), (0, -1, 0))
    if canvas.light.lamps:
        canvas.glow((x + reach * 0.8, y, 0), 11.0, (92, 72, 44), flat=0.32)
        canvas.glow((x + reach, y, height + 0.4), 2.6, (150, 122, 80))
        canvas.ball((x + reach, y, height + 0.4), 0.15, (900, 800, 640))
    else:
        canvas.ball((x + reach, y, height + 0.4), 0.2, (200, 202, 205))


def skyline(canvas: Canvas, random: Random, distance: float = 330, tallest: float = 62) -> None:
    """Far towers in the haze."""
    x = -distance
    while x < distance:
        width = 14 + 26 * random.random()
        height = tallest * (0.3 + 0.7 * random.random() ** 2)
        canvas.panel(x, x + width, distance, 0, height, (112, 120, 132))
        for storey in np.arange(6.0, height - 3, 5.5):
            canvas.panel(x + 1.5, x + width - 1.5, distance, storey, storey + 2.2, (84, 92, 104))
        for _ in range(int(canvas.light.lit * 40)):
            wx, wz = x + random.random() * width, random.random() * height
            canvas.bright([(wx, distance, wz), (wx + 1.2, distance, wz), (wx + 1.2, distance, wz + 1.4), (wx, distance, wz + 1.4)], (178, 150, 104))
        x += width + 6 * random.random()
