"""Whether a base map can be, before anybody is asked to keep it: the same rules as the backend's, told in the operator's language."""

import re
from pathlib import Path

from console import words
from console.basemaps import zones
from wire.basemaps import BaseMapKind, BaseMapOrder, TileForm

ADDRESS = re.compile(r"^https?://[^\s/@]+(/\S*)?$")
PLACEHOLDER = re.compile(r"\{[^}]*\}")
FILES = (BaseMapKind.MBTILES, BaseMapKind.PMTILES)


def fault(order: BaseMapOrder, own: bool, lon: float | None = None) -> str:
    """One sentence on what is wrong; empty when nothing is. `lon` is where the city lies, where that is known."""
    choose = words.choose
    if not order.name:
        return choose("请填写名称。", "A name is missing.")
    if not ADDRESS.match(order.url):
        if order.kind not in FILES:
            return choose("地址应为不含密码的 http(s) 地址。", "The address must be an http(s) address without a password.")
        return _fault_of_file(order, own)
    held = set(PLACEHOLDER.findall(order.url))
    if order.levels:
        if held != {"{m}", "{x}", "{y}"}:
            return choose("三度带 WMTS 的地址中应有且只有 {m}、{x} 和 {y}。", "The address must hold {m}, {x} and {y}, and nothing else in braces.")
    elif order.kind in (BaseMapKind.XYZ, BaseMapKind.WMTS):
        if not (len(held) == 3 and "{x}" in held and held & {"{z}", "{z-1}"} and held & {"{y}", "{-y}"}):
            return choose(
                "地址中应有且只有 {z}、{x} 和 {y}（或 {-y}）。", "The address must hold {z}, {x} and {y} (or {-y}), and nothing else in braces."
            )
    elif order.kind is BaseMapKind.WMS and held != {"{bbox}"} and (held or not order.layer):
        return choose("请先读取图层并选择一个。", "Read the layers first, and choose one.")
    if order.projection != "EPSG:3857" and order.form is TileForm.VECTOR:
        return choose("矢量瓦片只能是 EPSG:3857。", "Vector tiles can only be in EPSG:3857.")
    if meridian := zones.fault_of(order.name, order.projection, lon):
        return meridian
    return choose("最小级别大于最大级别。", "The smallest zoom is above the largest.") if order.min_zoom > order.max_zoom else ""


def _fault_of_file(order: BaseMapOrder, own: bool) -> str:
    if own:
        return "" if Path(order.url).is_file() else words.choose(f"没有文件 {order.url}。", f"There is no file {order.url}.")
    if re.match(r"^[\w-][\w. -]*$", order.url):
        return ""
    return words.choose(
        "全厅底图的文件只写文件名，各席位从自己的底图文件夹中读取。",
        "For the hall a file is only named: each console reads it from its own folder of base maps.",
    )
