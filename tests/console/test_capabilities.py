"""What a WMTS or WMS offers, as addresses by which tiles can be asked for; and what cannot be drawn, in a sentence."""

import pytest

from console import words
from console.basemaps import checking, xyz
from console.basemaps.base import NoCapabilities, Tile
from console.basemaps.capabilities import offers, question
from tests.console import capabilities
from tests.console.capabilities import OGC_SCALE, layer, matrices, matrix, tianditu
from wire.basemaps import BaseMapKind, BaseMapOrder, TileForm

WMTS, WMS = BaseMapKind.WMTS, BaseMapKind.WMS


@pytest.mark.parametrize(
    ("set", "crs", "corner", "projection", "datum"),
    [
        ("w", "urn:ogc:def:crs:EPSG::900913", "20037508.3427892 -20037508.3427892", "EPSG:3857", "wgs84"),
        ("c", "urn:ogc:def:crs:EPSG::4490", "90.0 -180.0", "EPSG:4490", "cgcs2000"),
    ],
)
def test_that_tianditus_layers_are_drawn_in_both_projections(set: str, crs: str, corner: str, projection: str, datum: str) -> None:
    (offer,) = offers(WMTS, f"https://t0.tianditu.gov.cn/vec_{set}/wmts?tk=KEY", tianditu(set, crs, corner))
    assert (offer.fault, offer.title, offer.projection, offer.datum, offer.min_zoom, offer.max_zoom) == ("", "矢量底图", projection, datum, 1, 18)
    address = xyz.address(offer.url, Tile(12, 3371, 1552))
    assert address.startswith(f"http://t0.tianditu.gov.cn/vec_{set}/wmts?tk=KEY&SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER=vec&STYLE=default")
    assert address.endswith(f"&TILEMATRIXSET={set}&FORMAT=tiles&TILEMATRIX=12&TILEROW=1552&TILECOL=3371")


def test_that_levels_with_names_and_other_beginnings_are_understood() -> None:
    mercator = matrices("EPSG:900913", "urn:ogc:def:crs:EPSG::900913", *(matrix(f"EPSG:900913:{z}", OGC_SCALE / 2**z) for z in range(20)))
    degrees = matrices("EPSG:4326", "urn:ogc:def:crs:EPSG::4326", *(matrix(f"EPSG:4326:{z}", OGC_SCALE / 2 / 2**z, "90.0 -180.0") for z in range(20)))
    body = capabilities.wmts(
        layer("a", "Both", "EPSG:4326", "EPSG:900913", template="http://g/{style}/{TileMatrixSet}/{TileMatrix}/{TileRow}/{TileCol}.png")
        + layer("b", "Degrees", "EPSG:4326"),
        mercator + degrees,
        "http://g/service",
    )
    both, only = offers(WMTS, "http://g/service", body)
    assert (both.projection, both.url, both.max_zoom) == ("EPSG:3857", "http://g/default/EPSG:900913/EPSG:900913:{z}/{y}/{x}.png", 19)
    assert (only.projection, only.min_zoom, only.max_zoom) == ("EPSG:4326", 1, 20)
    assert "TILEMATRIX=EPSG%3A4326%3A11&" in xyz.address(only.url, Tile(12, 1, 1))


@pytest.mark.parametrize(
    "sets",
    [
        matrices("s", "urn:ogc:def:crs:EPSG::2437", matrix("0", 500_000.0, "10002100 -5123200")),  # Beijing 1954
        matrices("s", "urn:ogc:def:crs:EPSG::3857", matrix("0", OGC_SCALE, side=512)),
        matrices("s", "urn:ogc:def:crs:EPSG::3857", matrix("0", 1_000_000.0)),
        matrices("s", "urn:ogc:def:crs:EPSG::3857", matrix("0", OGC_SCALE, corner="12000000 5000000")),
        matrices("s", "urn:ogc:def:crs:EPSG::3857", matrix("city", OGC_SCALE)),
    ],
)
def test_that_a_layer_without_a_usable_projection_is_refused_in_a_sentence(sets: str) -> None:
    words.speak("en")
    (offer,) = offers(WMTS, "http://g", capabilities.wmts(layer("a", "Streets", "s"), sets, "http://g"))
    words.speak("zh_CN")
    assert offer.fault.startswith('The layer "Streets" has no projection that can be drawn: EPSG:3857 is needed')
    (offer,) = offers(WMTS, "http://g", capabilities.wmts(layer("a", "街道", "s"), sets, "http://g"))
    assert offer.fault.startswith("图层“街道”没有可用的投影")


@pytest.mark.parametrize("version", ["1.3.0", "1.1.1"])
def test_that_a_wms_is_asked_by_its_own_version(version: str) -> None:
    (offer,) = offers(WMS, "http://gis.example.cn/wms?map=city&key=K", capabilities.wms(version=version))
    crs = "CRS" if version == "1.3.0" else "SRS"
    assert offer.url.startswith(f"http://gis.example.cn/wms?map=city&key=K&SERVICE=WMS&VERSION={version}&REQUEST=GetMap&LAYERS=roads&")
    assert f"&{crs}=EPSG%3A3857&" in offer.url
    assert "&FORMAT=image%2Fpng&" in offer.url
    assert offer.url.endswith("&BBOX={bbox}")


def test_that_a_wms_without_mercator_is_refused_in_a_sentence() -> None:
    (offer,) = offers(WMS, "http://g", capabilities.wms("EPSG:2437"))
    assert offer.fault.startswith("图层“道路”没有可用的投影")


@pytest.mark.parametrize("body", [b"", b"<html></html>", b"<", b"{}", b"<WMS_Capabilities/>", capabilities.wmts("", "", "http://g")])
@pytest.mark.parametrize("kind", [WMTS, WMS])
def test_that_what_is_no_document_of_capabilities_is_refused(body: bytes, kind: BaseMapKind) -> None:
    with pytest.raises(NoCapabilities):
        offers(kind, "http://g", body)


def test_how_a_service_is_asked_what_it_has() -> None:
    assert question("http://g/wms", WMS) == "http://g/wms?SERVICE=WMS&REQUEST=GetCapabilities"
    assert question("http://g/wmts?tk=K&service=wmts", WMTS) == "http://g/wmts?tk=K&SERVICE=WMTS&REQUEST=GetCapabilities"
    for whole in ("http://g/1.0.0/WMTSCapabilities.xml", "http://g/?REQUEST=GetCapabilities&a=b"):
        assert question(whole, WMTS) == whole


XYZ = {"id": "a", "name": "街图", "kind": BaseMapKind.XYZ, "url": "http://g/{z}/{x}/{y}"}


@pytest.mark.parametrize(
    ("change", "own", "sentence"),
    [
        ({}, False, ""),
        ({"name": ""}, False, "请填写名称。"),
        ({"url": "ftp://g"}, False, "地址应为"),
        ({"url": "https://me:secret@g/{z}/{x}/{y}"}, False, "地址应为"),
        ({"url": "http://{s}.g/{z}/{x}/{y}"}, False, "地址中应有"),
        ({"kind": WMS, "url": "http://g"}, False, "请先读取图层"),
        ({"kind": WMS, "url": "http://g", "layer": "roads"}, False, ""),
        ({"form": TileForm.VECTOR, "projection": "EPSG:4490"}, False, "矢量瓦片"),
        ({"min_zoom": 9, "max_zoom": 2}, False, "最小级别"),
        ({"kind": BaseMapKind.MBTILES, "url": "city.mbtiles"}, False, ""),
        ({"kind": BaseMapKind.MBTILES, "url": "/tmp/city.mbtiles"}, False, "全厅底图的文件只写文件名"),
        ({"kind": BaseMapKind.MBTILES, "url": "/nowhere/city.mbtiles"}, True, "没有文件 /nowhere/city.mbtiles"),
    ],
)
def test_what_is_wrong_with_a_base_map(change: dict[str, object], own: bool, sentence: str) -> None:
    assert checking.fault(BaseMapOrder(**(XYZ | change)), own).startswith(sentence)
    assert bool(checking.fault(BaseMapOrder(**(XYZ | change)), own)) == bool(sentence)
