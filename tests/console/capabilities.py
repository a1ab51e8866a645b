"""Documents of capabilities as servers send them: Tianditu's and GeoServer's WMTS, a WMS; shortened to what is read."""

OWS = 'xmlns="http://www.opengis.net/wmts/1.0" xmlns:ows="http://www.opengis.net/ows/1.1" xmlns:xlink="http://www.w3.org/1999/xlink"'
TIANDITU_SCALE = 591_658_710.9091312
OGC_SCALE = 559_082_264.0287178
CORNER = "-20037508.342789 20037508.342789"


def matrix(identifier: str, scale: float, corner: str = CORNER, side: int = 256, columns: int = 1, rows: int = 1) -> str:
    return (
        f"<TileMatrix><ows:Identifier>{identifier}</ows:Identifier><ScaleDenominator>{scale!r}</ScaleDenominator><TopLeftCorner>{corner}</TopLeftCorner>"
        f"<TileWidth>{side}</TileWidth><TileHeight>{side}</TileHeight><MatrixWidth>{columns}</MatrixWidth><MatrixHeight>{rows}</MatrixHeight>"
        "</TileMatrix>"
    )


def matrices(name: str, crs: str, *levels: str) -> str:
    return f"<TileMatrixSet><ows:Identifier>{name}</ows:Identifier><ows:SupportedCRS>{crs}</ows:SupportedCRS>{''.join(levels)}</TileMatrixSet>"


def layer(name: str, title: str, *sets: str, formats: tuple[str, ...] = ("image/png",), template: str = "", box: tuple[float, ...] = ()) -> str:
    links = "".join(f"<TileMatrixSetLink><TileMatrixSet>{each}</TileMatrixSet></TileMatrixSetLink>" for each in sets)
    resource = f'<ResourceURL format="{formats[0]}" resourceType="tile" template="{template}"/>' if template else ""
    corners = (f"<ows:{name}Corner>{x} {y}</ows:{name}Corner>" for name, x, y in zip(("Lower", "Upper"), box[::2], box[1::2], strict=True))
    around = f"<ows:WGS84BoundingBox>{''.join(corners)}</ows:WGS84BoundingBox>" if box else ""
    return (
        f"<Layer><ows:Title>{title}</ows:Title>{around}<ows:Identifier>{name}</ows:Identifier>"
        f'<Style isDefault="true"><ows:Identifier>default</ows:Identifier></Style>{"".join(f"<Format>{each}</Format>" for each in formats)}'
        f"{links}{resource}</Layer>"
    )


def wmts(layers: str, sets: str, address: str) -> bytes:
    def operation(name: str) -> str:
        return f'<ows:Operation name="{name}"><ows:DCP><ows:HTTP><ows:Get xlink:href="{address}"/></ows:HTTP></ows:DCP></ows:Operation>'

    return (
        f'<?xml version="1.0" encoding="UTF-8"?><Capabilities {OWS} version="1.0.0"><ows:ServiceIdentification><ows:Title>t</ows:Title>'
        "<ows:ServiceType>OGC WMTS</ows:ServiceType><ows:ServiceTypeVersion>1.0.0</ows:ServiceTypeVersion></ows:ServiceIdentification>"
        f"<ows:OperationsMetadata>{operation('GetCapabilities')}{operation('GetTile')}</ows:OperationsMetadata>"
        f"<Contents>{layers}{sets}</Contents></Capabilities>"
    ).encode()


def tianditu(set: str, crs: str, corner: str) -> bytes:
    levels = (matrix(str(zoom), TIANDITU_SCALE / 2**zoom, corner) for zoom in range(1, 19))
    return wmts(layer("vec", "矢量底图", set, formats=("tiles",)), matrices(set, crs, *levels), f"http://t0.tianditu.gov.cn/vec_{set}/wmts?")


def wms(
    crs: str = "EPSG:3857", version: str = "1.3.0", address: str = "http://gis.example.cn/wms?map=city&amp;", box: tuple[float, ...] = (1, 1, 2, 2)
) -> bytes:
    west, south, east, north = box
    root, tag = ("WMS_Capabilities", "CRS") if version >= "1.3" else ("WMT_MS_Capabilities", "SRS")
    spaces = 'xmlns="http://www.opengis.net/wms" ' if version >= "1.3" else ""
    return (
        f'<?xml version="1.0"?><{root} {spaces}xmlns:xlink="http://www.w3.org/1999/xlink" version="{version}">'
        "<Service><Name>WMS</Name><Title>City</Title></Service>"
        "<Capability><Request><GetCapabilities><Format>text/xml</Format></GetCapabilities><GetMap><Format>image/jpeg</Format><Format>image/png</Format>"
        f'<DCPType><HTTP><Get><OnlineResource xlink:href="{address}"/></Get></HTTP></DCPType></GetMap></Request>'
        f"<Layer><Title>All</Title><Layer><Name>roads</Name><Title>道路</Title><{tag}>EPSG:4326</{tag}><{tag}>{crs}</{tag}>"
        f'<LatLonBoundingBox minx="{west}" miny="{south}" maxx="{east}" maxy="{north}"/><EX_GeographicBoundingBox>'
        f"<westBoundLongitude>{west}</westBoundLongitude><eastBoundLongitude>{east}</eastBoundLongitude>"
        f"<southBoundLatitude>{south}</southBoundLatitude><northBoundLatitude>{north}</northBoundLatitude>"
        f"</EX_GeographicBoundingBox></Layer></Layer></Capability></{root}>"
    ).encode()
