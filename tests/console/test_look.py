"""The tokens keep what LOOK promises, and the style sheet knows every token it names."""

import pytest

from console import look


@pytest.mark.parametrize("theme", look.THEMES)
@pytest.mark.parametrize("surface", look.SURFACES)
def test_that_text_can_be_read_on_every_surface(theme: str, surface: str) -> None:
    colours = look.tokens(theme)
    for name in look.TEXTS:
        assert look.contrast(colours[name], colours[surface]) >= 4.5, name


@pytest.mark.parametrize("theme", look.THEMES)
@pytest.mark.parametrize("surface", look.SURFACES)
def test_that_marks_can_be_told_from_every_surface(theme: str, surface: str) -> None:
    colours = look.tokens(theme)
    for name in (*look.MARKS, "edge"):
        assert look.contrast(colours[name], colours[surface]) >= 3.0, name


@pytest.mark.parametrize("theme", look.THEMES)
def test_that_states_can_be_read_as_text_too(theme: str) -> None:
    colours = look.tokens(theme)
    for name in ("ok", "warn", "danger", "hold", "done"):
        for surface in ("pane", "raised", "chosen"):
            assert look.contrast(colours[name], colours[surface]) >= 4.5, (name, surface)


@pytest.mark.parametrize("theme", look.THEMES)
def test_that_the_primary_button_can_be_read(theme: str) -> None:
    colours = look.tokens(theme)
    assert look.contrast(colours["on_accent"], colours["accent"]) >= 4.5
    assert look.contrast(colours["on_accent"], colours["accent_2"]) >= 4.5


def test_that_both_themes_have_the_same_tokens() -> None:
    assert look.tokens("dark").keys() == look.tokens("light").keys()


@pytest.mark.parametrize("theme", look.THEMES)
def test_that_the_style_sheet_names_only_tokens_and_icons_that_exist(theme: str) -> None:
    sheet = look.qss(theme)
    assert "@" not in sheet
    for part in sheet.split('url("')[1:]:
        assert (look.RESOURCES / "icons" / part.split('"')[0].rsplit("/", 1)[1]).is_file()


def test_that_lengths_grow_with_the_scale_and_hairlines_do_not() -> None:
    sheet = look.qss("dark", 2.0)
    assert "font-size: 26px" in sheet
    assert "border-bottom: 1px solid" in sheet


def test_that_an_unknown_theme_is_refused() -> None:
    with pytest.raises(KeyError):
        look.tokens("pink")


@pytest.mark.parametrize(("one", "other", "ratio"), [("#000000", "#FFFFFF", 21.0), ("#FFFFFF", "#FFFFFF", 1.0), ("#777777", "#FFFFFF", 4.48)])
def test_that_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert look.contrast(one, other) == pytest.approx(ratio, abs=0.01)
