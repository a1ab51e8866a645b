"""Pictures of screens, made small enough to be kept: `python -m tools.shrink FROM TO`, folders of PNG."""

import argparse
from pathlib import Path

from PIL import Image

COLOURS = 160


def shrunk(picture: Image.Image) -> Image.Image:
    """By coverage and not by count of pixels: a lamp is small, and its colour says what it is."""
    return picture.convert("RGB").quantize(COLOURS, method=Image.Quantize.MAXCOVERAGE, kmeans=2, dither=Image.Dither.NONE)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.shrink", description=__doc__)
    parser.add_argument("source", type=Path, metavar="FROM")
    parser.add_argument("target", type=Path, metavar="TO")
    options = parser.parse_args()
    options.target.mkdir(parents=True, exist_ok=True)
    for file in sorted(options.source.glob("*.png")):
        small = options.target / file.name
        with Image.open(file) as picture:
            shrunk(picture).save(small, optimize=True)
        print(f"{file.name}: {file.stat().st_size / 1000:.0f} to {small.stat().st_size / 1000:.0f} kB")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
