"""Files to import, small ones written by the tests, and the counts of a report in one line."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from backend.importers.report import Report

SQUARE = [[116.0, 40.0], [116.002, 40.0], [116.002, 40.002], [116.0, 40.002], [116.0, 40.0]]


def counts(report: Report) -> tuple[int, int, int, int]:
    """read, stored, doubled, rejected; and that nothing got lost between them."""
    assert report.read == report.stored + report.doubled + len(report.rejects)
    return report.read, report.stored, report.doubled, len(report.rejects)


def geojson(path: Path, features: Sequence[tuple[dict[str, Any] | None, dict[str, Any]]]) -> Path:
    """A file of features, each a geometry and its properties."""
    content = [{"type": "Feature", "geometry": geometry, "properties": properties} for geometry, properties in features]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": content}, ensure_ascii=False), "utf-8")
    return path


def point(lon: float, lat: float) -> dict[str, Any]:
    return {"type": "Point", "coordinates": [lon, lat]}


def square(west: float = 116.0, south: float = 40.0) -> dict[str, Any]:
    """About 170 by 220 m."""
    return {"type": "Polygon", "coordinates": [[[x - 116.0 + west, y - 40.0 + south] for x, y in SQUARE]]}


def components(path: Path, count: int) -> Path:
    """Lamps in rows near 116°E 40°N, ten metres apart or so."""
    lamps = [
        (point(116 + number % 100 * 1e-4, 40 + number // 100 * 1e-4), {"code": f"1101050137{number:06d}", "class_code": "0137", "name": "Lamp"})
        for number in range(count)
    ]
    return geojson(path, lamps)


def csv(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path
