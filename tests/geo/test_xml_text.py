"""KML and GPX are read in the encoding that they declare, or are in; one that says what it is not is refused in one sentence."""

import zipfile
from pathlib import Path

import pytest

from geo.files import Unreadable, read
from geo.html_text import plain_text

TEXT = "云泽市人民路12号镕"  # the last letter is in GBK and not in GB2312
WESTERN = "Málaga, à côté"


def kml(text: str, declared: str = "") -> str:
    head = f'<?xml version="1.0" encoding="{declared}"?>\n' if declared else ""
    place = "<Point><coordinates>116,40</coordinates></Point>"
    return f"{head}<kml xmlns='http://www.opengis.net/kml/2.2'><Document>\n<Placemark>\n<name>{text}</name>{place}</Placemark></Document></kml>"


def gpx(text: str, declared: str = "") -> str:
    head = f"<?xml version='1.0' encoding='{declared}' standalone='no'?>\n" if declared else ""
    return f"{head}<gpx version='1.1' creator='x' xmlns='http://www.topografix.com/GPX/1/1'>\n<wpt lat='40' lon='116'><name>{text}</name></wpt></gpx>"


def names(path: Path) -> list[str]:
    drawn = read(path)
    assert (drawn.name, drawn.path) == (path.stem, path)
    return [text for row in range(drawn.count) for name, text in drawn.feature(row).attributes if name.lower() == "name"]


@pytest.mark.parametrize("written", [kml, gpx])
@pytest.mark.parametrize(
    ("codec", "declared"),
    [
        ("gbk", "GBK"),
        ("gbk", "gb2312"),
        ("gb18030", "GB18030"),
        ("gbk", "cp936"),
        ("big5", "Big5"),
        ("utf-8", "UTF-8"),
        ("utf-8", "utf8"),
        ("utf-8", ""),
        ("gbk", ""),
        ("utf-8-sig", ""),
        ("utf-8-sig", "GBK"),
        ("utf-8-sig", "nonsense"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "utf-16"),
        ("utf-16", ""),
        ("latin-1", "ISO-8859-1"),
        ("cp1252", "windows-1252"),
    ],
)
def test_that_a_text_is_read_in_its_encoding(tmp_path: Path, written: object, codec: str, declared: str) -> None:
    assert callable(written)
    text = {"latin-1": WESTERN, "cp1252": WESTERN, "big5": "人民路"}.get(codec, TEXT)
    path = tmp_path / f"site.{written.__name__}"
    path.write_bytes(written(text, declared).encode(codec))
    assert names(path) == [text]


@pytest.mark.parametrize(
    ("codec", "declared", "line"),
    [
        ("gbk", "UTF-8", 4),
        ("utf-8", "GBK", 4),
        ("utf-8", "gb2312", 4),
        ("gbk", "US-ASCII", 4),
        ("gbk", "UTF-16", 1),
        ("utf-8", "utf-16", 1),
        ("utf-8", "cp037", 1),
        ("utf-8", "nonsense", 0),
        ("utf-8", "unicode_escape", 0),
        ("utf-8", "idna", 0),
        ("utf-8", "utf-7", 0),
        ("utf-8", "base64", 0),
    ],
)
def test_that_a_wrong_declaration_is_said_with_its_line(tmp_path: Path, codec: str, declared: str, line: int) -> None:
    path = tmp_path / "site.kml"
    path.write_bytes(kml(TEXT, declared).encode(codec))
    with pytest.raises(Unreadable) as caught:
        read(path)
    assert (caught.value.code, caught.value.detail, caught.value.feature) == ("encoding", declared, line)


def test_that_what_is_of_no_encoding_is_said(tmp_path: Path) -> None:
    path = tmp_path / "site.kml"
    path.write_bytes(kml("AB").encode().replace(b"AB", b"\xff\xfe\xff"))
    with pytest.raises(Unreadable) as caught:
        read(path)
    assert (caught.value.code, caught.value.detail, caught.value.feature) == ("encoding", "", 3)


def test_that_a_long_text_is_read_to_its_end(tmp_path: Path) -> None:
    """Over the edges of what is read at once, which may cut a letter in two."""
    path, many = tmp_path / "site.kml", "人民路" * 400_000
    path.write_bytes(kml(TEXT, "GBK").replace("<Document>", f"<Document><!-- {many} --><!-- x{many} -->").encode("gbk"))
    assert names(path) == [TEXT]


def test_that_an_archive_is_read_in_the_encoding_of_what_is_in_it(tmp_path: Path) -> None:
    path = tmp_path / "site.kmz"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("doc.kml", kml(TEXT, "GBK").encode("gbk"))
        archive.writestr("files/icon.png", b"\x89PNG")
    assert names(path) == [TEXT]
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("doc.kml", kml(TEXT, "GBK").encode("utf-8"))
    with pytest.raises(Unreadable, match="encoding:  4 GBK"):
        read(path)


def test_that_an_archive_with_a_broken_member_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "site.kmz"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("doc.kml", kml(TEXT * 100))
    body = bytearray(path.read_bytes())
    body[45:80] = b"\xff" * 35
    path.write_bytes(body)
    with pytest.raises(Unreadable, match="not_geographic"):
        read(path)


def test_that_no_encoding_hides_an_order(tmp_path: Path) -> None:
    """To open another file, from whoever looks at its bytes."""
    order = "<OGRVRTDataSource><OGRVRTLayer name='a'><SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>"
    for codec, declared in (("utf-16", "utf-16"), ("utf-16-be", ""), ("gbk", "GBK"), ("hz", "hz")):
        path = tmp_path / "site.kml"
        path.write_bytes(kml(TEXT[:4], declared).replace("<Placemark>", f"{order}<Placemark>").encode(codec))
        with pytest.raises(Unreadable, match="not_geographic"):
            read(path)


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("plain, 3 < 5", "plain, 3 < 5"),
        ("two\nlines", "two\nlines"),
        ("<b>编号</b>：12<br>状态：<i>完好</i>", "编号：12 · 状态：完好"),
        ("<table><tr><td>编号</td><td>12</td></tr>\n<tr><td>状态</td><td>完好</td></tr></table>", "编号 12 · 状态 完好"),
        ("<p>a</p><p>b &amp; c &lt;d&gt; &#20013;</p>", "a · b & c <d> 中"),
        ("<html><head><title>t</title><style>p{}</style></head><body>seen</body></html>", "seen"),
        ("a<script>alert('<b>x</b>')</script>b<style>*{}</style><template>c<script>d</script></template>e", "abe"),
        ("<img src=x onerror=alert(1)>after", "after"),
        ("<a href='javascript:alert(1)'>here</a>", "here"),
        ("<svg/onload=alert(1)>", ""),
        ("<!-- hidden --><![CDATA[x]]>seen", "seen"),
        ("<script>never closed", ""),
        ("</td></p></script>seen", "seen"),
        ("&lt;script&gt;alert(1)&lt;/script&gt;", "<script>alert(1)</script>"),
    ],
)
def test_that_html_is_told_as_the_text_that_it_shows(html: str, shown: str) -> None:
    assert plain_text(html) == shown


@pytest.mark.parametrize("piece", ["<", "<!", "<!--", "</", "<a ", "<a b='", "&#", "<![", "<?", "<script>", "<div>", "<svg/onload="])
def test_that_hostile_html_ends(piece: str) -> None:
    assert isinstance(plain_text(piece * 100_000), str)


def test_that_a_description_is_told_without_its_markup(tmp_path: Path) -> None:
    described = "<name>a</name><description><![CDATA[<table><tr><td>编号</td><td>12</td></tr></table>]]></description>"
    path = tmp_path / "site.kml"
    path.write_bytes(kml("x", "GBK").replace("<name>x</name>", described).encode("gbk"))
    assert ("description", "编号 12") in read(path).feature(0).attributes
