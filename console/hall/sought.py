"""What the filter of the queue looks for, and what it looks through: the words of each case, read once per version. No Qt."""

from collections.abc import Iterator

from console.hall.hall import Hall
from wire.cases import Case

UNREAD = (0, "")


class Sought:
    """Without `parts` everything is found; with them, cases that have all of them somewhere in their words."""

    def __init__(self, hall: Hall) -> None:
        self._hall = hall
        self.parts: tuple[str, ...] = ()
        self._texts: dict[str, tuple[int, str]] = {}  # version, words

    def seek(self, text: str) -> bool:
        """Whether that is something else than before."""
        before, self.parts = self.parts, tuple(text.lower().split())
        return self.parts != before

    def finds(self, case: Case) -> bool:
        if not self.parts:
            return True
        version, text = self._texts.get(case.id, UNREAD)
        if version != case.version:
            text = self._read(case)
        # A loop, for `all` takes three times as long; there may be a hundred thousand cases.
        for part in self.parts:  # noqa: SIM110
            if part not in text:
                return False
        return True

    def read_ahead(self, page: int) -> Iterator[None]:
        """Read the words of all cases, so that the first filter need not; pauses after each `page`."""
        cases = list(self._hall.cases)
        for start in range(0, len(cases), page):
            for case in cases[start : start + page]:
                if self._texts.get(case.id, UNREAD)[0] != case.version:
                    self._read(case)
            yield

    def forget(self) -> None:
        """Names of classes or departments have changed."""
        self._texts.clear()

    def drop(self, id: str) -> None:
        self._texts.pop(id, None)

    def _read(self, case: Case) -> str:
        small = self._hall.classes.get((case.kind, case.class_code))
        department = self._hall.departments.get(case.department_id or "")
        names = f"{small.name} {small.name_en}" if small else ""
        text = f"{case.number} {names} {case.address} {department.name if department else ''} {case.description}".lower()
        self._texts[case.id] = (case.version, text)
        return text
