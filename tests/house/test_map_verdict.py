"""What stands below the table of the maps is made of the table: who is before us, what is missed, who is missing."""

import pytest

from bench import map_verdict
from bench.map_verdict import COLUMNS, PEERS, last_word, report, why_absent

OURS = {"page": 800.0, "loaded": 900.0, "drawn": 1000.0, "pan": [17.0] * 19 + [40.0], "work": 16.0, "zoom": [20.0] * 20}
OURS |= {"together": [30.0], "late": [60.0], "longest": [35.0], "lag": [61.0], "renderer": 300.0, "whole": 700.0}
SLOWER = {key: [2 * each for each in value] if isinstance(value, list) else 2 * value for key, value in OURS.items()}


def test_that_each_column_has_a_ratio_to_ours_and_what_is_wanted_a_verdict() -> None:
    said = report(100_000, {"ours": [OURS], "circles": [SLOWER]}, {})
    rows = [line for line in said.splitlines() if line.startswith("| ")]
    assert len(rows) == len(COLUMNS) + 1
    assert all(row.endswith("| 2.00 × |") for row in rows[1:])
    assert "| pan p95 while 2,000 move at 1 Hz, ms | 30 | ≤ 33: met | 60 | 2.00 × |" in rows
    assert "All 4 figures that are wanted hold." in said
    assert "Ours leads every column." in said


def test_that_what_is_missed_is_said() -> None:
    said = report(1_000_000, {"ours": [OURS | {"together": [34.0], "drawn": 3001.0}]}, {})
    assert "| ≤ 33: **missed** |" in said
    assert "pan p95 while 2,000 move at 1 Hz takes 34.0 ms of the 33 that are wanted" in said
    assert "drawn takes 3,001.0 ms of the 3,000 that are wanted" in said


def test_that_who_is_before_us_is_named_with_the_reason_that_is_known() -> None:
    said = report(100_000, {"ours": [OURS], "markercluster": [SLOWER | {"pan": [9.0], "renderer": 100.0, "lag": [50.0]}]}, {})
    assert "- pan p95: Leaflet.markercluster, 9 ms to our 18 (its clusters are some hundred elements" in said
    assert "a frame takes 16.0 ms of the processor, theirs 32.0" in said
    assert "- renderer: Leaflet.markercluster, 100 MB to our 300 (ours is the page" in said
    assert "- … and seen after: Leaflet.markercluster, 50 ms to our 61 (not explained yet)." in said
    assert "Ours leads" not in said


def test_that_who_is_missing_is_named_with_the_reason() -> None:
    folium = {key: value for key, value in SLOWER.items() if key not in ("together", "late", "longest", "lag")}
    measured = {"ours": [OURS], "folium": [folium], "maplibre": ["out of memory"]}
    said = report(500_000, measured, {"circles": "it had failed at 100,000"})
    assert "- MapLibre GL, software WebGL failed at 500,000 points: out of memory." in said
    assert "- Leaflet circleMarker, preferCanvas was not asked at 500,000 points: it had failed at 100,000." in said
    assert "- folium MarkerCluster has no figure where units move: its units cannot move" in said
    assert "MapLibre" not in said.splitlines()[2]  # a map without a figure has no column


@pytest.mark.parametrize(
    ("errors", "said"),
    [
        (
            "page: x:1 WebGL is lost\nTraceback …\nTimeoutError: no end in 240 s\nExpect troubles",
            "no end in 240 s; its page said: x:1 WebGL is lost",
        ),
        ("Ended: its web process ended (CrashedTerminationStatus, 9)\nQt is gone", "its web process ended (CrashedTerminationStatus, 9)"),
        ("", "no word"),
    ],
)
def test_that_a_map_that_failed_says_what_it_died_of(errors: str, said: str) -> None:
    assert last_word(errors) == said


def test_that_folium_is_left_out_by_size_with_what_its_last_page_took() -> None:
    assert why_absent("folium", 100_000, None) == ""
    assert why_absent("folium", 1_000_000, (100_000, 57.2)).endswith(": 57 s of Python for 100,000 points in this run")
    assert all(each["map"] in PEERS for part in ("nothing", "absent") for each in map_verdict.REASONS[part])
    assert all(each["column"] in {column.samples for column in COLUMNS} for each in map_verdict.REASONS["behind"])
