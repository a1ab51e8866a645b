"""The words that the map page shows. It knows no language: it is given all of them, anew when the language changes."""

from typing import Any

from console import words
from wire.codes import GridKind, Lamp, UnitKind

LAMPS = (Lamp.NONE, Lamp.GREEN, Lamp.YELLOW, Lamp.RED, Lamp.GREY, Lamp.BLUE)  # in the order of resources/map/page/marks.js


def page_words() -> dict[str, Any]:
    """In the language that is spoken now; `names` are the tile properties to label with, best first."""
    choose = words.choose
    return {
        "lang": choose("zh-CN", "en"),
        "names": ["name", "name_en"] if choose("zh", "en") == "zh" else ["name_en", "name"],
        "lamps": [words.of(lamp) for lamp in LAMPS],
        "urgent": choose("紧急", "Urgent"),
        "inspector": words.of(UnitKind.INSPECTOR),
        "truck": words.of(UnitKind.TRUCK),
        "ageing": choose("定位变旧", "Fix ageing"),
        "stale": choose("定位过时", "Fix stale"),
        "unknown": choose("位置不明", "Whereabouts unknown"),
        "online": choose("监控在线", "Camera online"),
        "offline": choose("监控离线", "Camera offline"),
        "layers": choose("图层", "Layers"),
        "legend": choose("图例", "Legend"),
        "zoom_in": choose("放大", "Zoom in"),
        "zoom_out": choose("缩小", "Zoom out"),
        "home": choose("回到全城", "Whole city"),
        "no_base_map": choose("没有底图，仅显示数据", "No base map: only the data is shown"),
        "overlays": {
            "cases": choose("案件", "Cases"),
            "closed": choose("已结案件", "Closed cases"),
            "units": choose("人员车辆", "Units"),
            "cameras": choose("监控点", "Cameras"),
            "grids": words.of(GridKind.DUTY),
            "components": choose("部件（放大后）", "Components (close up)"),
            "track": choose("轨迹", "Track"),
        },
    }
