"""Whatever takes a date or a time is asked for the ends of the calendar: an answer or a refusal, never a defect."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.backends import Backend
from wire.codes import Role

ENDS = {  # an earlier and a later one
    "date": [("0001-01-01", "0001-01-02"), ("9999-12-30", "9999-12-31"), ("9999-12-31", "9999-12-31")],
    "date-time": [
        ("0001-01-01T00:00:00Z", "0001-01-01T01:00:00Z"),
        ("9999-12-31T22:00:00Z", "9999-12-31T23:59:59Z"),
        ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"),
    ],
}
USUAL_TIMES = {"date": "2026-01-05", "date-time": "2026-01-05T08:00:00Z"}
USUAL: dict[str, Any] = {"integer": 1, "number": 1, "boolean": "true"}


class Doors:
    """What the OpenAPI says of the addresses that can be read."""

    def __init__(self, schema: dict[str, Any]) -> None:
        self._known = schema["components"]["schemas"]
        self._paths = {path: verbs["get"]["parameters"] for path, verbs in schema["paths"].items() if verbs.get("get", {}).get("parameters")}

    def with_times(self) -> Iterator[tuple[str, dict[str, object]]]:
        """Every address that takes times, and the query with each pair of ends; what else is needed is as usual."""
        for path, parameters in self._paths.items():
            timed = [(each["name"], kind) for each in parameters if (kind := self._kind(each)) is not None]
            others = {each["name"]: self._usual(each) for each in parameters if each.get("required") and self._kind(each) is None}
            for pair in range(3 if timed else 0):
                query = others | {name: ENDS[kind][pair][place > 0] for place, (name, kind) in enumerate(timed)}
                yield _asked(path, query)

    def with_one_time(self) -> Iterator[tuple[str, dict[str, object]]]:
        """Every time that is taken, alone at each of its ends: no other one is refused before it."""
        for path, parameters in self._paths.items():
            needed = {each["name"]: USUAL_TIMES.get(self._kind(each) or "") or self._usual(each) for each in parameters if each.get("required")}
            for each in parameters:
                for pair in ENDS.get(self._kind(each) or "", []):
                    for end in pair:
                        yield _asked(path, needed | {each["name"]: end})

    def _all(self, parameter: dict[str, Any]) -> list[dict[str, Any]]:
        schema = parameter["schema"]
        return [self._known[each["$ref"].rpartition("/")[2]] if "$ref" in each else each for each in [schema, *schema.get("oneOf", [])]]

    def _kind(self, parameter: dict[str, Any]) -> str | None:
        return next((each["format"] for each in self._all(parameter) if each.get("format") in ENDS), None)

    def _usual(self, parameter: dict[str, Any]) -> object:
        schemas = self._all(parameter)
        enums = [each["enum"][0] for each in schemas if "enum" in each]
        return enums[0] if enums else next((USUAL[each["type"]] for each in schemas if each.get("type") in USUAL), "x")


def _asked(path: str, query: dict[str, object]) -> tuple[str, dict[str, object]]:
    return path.format(**{name: query.pop(name) for name in list(query) if f"{{{name}}}" in path}), query


def test_that_the_ends_of_the_calendar_find_no_defect(lasting: Backend, caplog: pytest.LogCaptureFixture) -> None:
    client = lasting.client(*Role)
    doors = Doors(client.get("/schema/openapi.json").json())
    requests = [*doors.with_times(), *doors.with_one_time()]
    assert len({path for path, _ in requests}) > 15
    answers = [(client.get(path, params=query).status_code, path, query) for path, query in requests]
    assert [each for each in answers if each[0] >= 500] == []
    assert "Traceback" not in caplog.text
