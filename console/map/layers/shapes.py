"""Lines as the columns that resources/map/page/shapes.js takes."""

from console.hall.shapes import Lines
from console.map.columns import Columns


def shape_columns(lines: Lines) -> Columns:
    return {"x": lines.x, "y": lines.y, "starts": lines.starts, "owner": lines.owner}
