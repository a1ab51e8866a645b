"""The text that a piece of HTML shows. Nothing of its markup stays, and nothing of it is ever run: what comes out is to be shown as text."""

import re
from contextlib import suppress
from html.parser import HTMLParser

MOST = 10_000  # letters that are looked at: a parser may take the square of it for what was made to keep it busy
# Where a reader of the page would see a new line; cells of a row stay beside each other.
LINES = frozenset({"address", "blockquote", "br", "caption", "div", "dl", "dt", "hr", "li", "ol", "p", "pre", "table", "tr", "ul"}) | {
    f"h{level}" for level in range(1, 7)
}
CELLS = frozenset({"dd", "td", "th"})
UNSEEN = frozenset({"head", "script", "style", "template", "title"})
BLANK = re.compile(r"[ \t\n\f\r\xa0]+")
BETWEEN = " · "


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[list[str]] = [[]]
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unseen += tag in UNSEEN
        self._break(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._break(tag)

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in UNSEEN and self._unseen > 0
        self._break(tag)

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.lines[-1].append(data)

    def _break(self, tag: str) -> None:
        if tag in LINES:
            self.lines.append([])
        elif tag in CELLS:
            self.lines[-1].append(" ")


def plain_text(html: str) -> str:
    """In one line: what stood in several is parted by dots."""
    if "<" not in html and "&" not in html:
        return html
    reader = Reader()
    with suppress(AssertionError):  # so Python's parser ends at some broken declarations
        reader.feed(html[:MOST])
        reader.close()
    lines = (BLANK.sub(" ", "".join(parts)).strip() for parts in reader.lines)
    return BETWEEN.join(line for line in lines if line)
