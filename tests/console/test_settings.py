"""Where the settings come from, and what is said when they are wrong."""

from pathlib import Path

import pytest

from console import settings as told
from console.plans import PLANS
from console.settings import Settings, read


@pytest.fixture(autouse=True)
def no_file_of_this_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def test_that_the_command_line_wins_over_the_environment_and_that_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / "console.toml"
    file.write_text('server = "http://file"\nuser = "file"\ntheme = "light"\n')
    settings = read(["--settings", str(file), "--server", "http://words"], {"YIPING_SERVER": "http://environment", "YIPING_USER": "environment"})
    assert (settings.server, settings.user, settings.theme, settings.language) == ("http://words", "environment", "light", "zh_CN")


def test_that_the_file_in_the_users_folder_is_read(tmp_path: Path) -> None:
    (tmp_path / "config" / "yiping").mkdir(parents=True)
    (tmp_path / "config" / "yiping" / "console.toml").write_text('user = "li"')
    assert read([], {}).user == "li"


def test_that_the_password_comes_by_the_environment_and_is_never_shown(capsys: pytest.CaptureFixture[str]) -> None:
    settings = read([], {"YIPING_PASSWORD": "open sesame"})
    assert settings.password == "open sesame"
    assert "sesame" not in repr(settings)
    with pytest.raises(SystemExit):
        read(["--password", "open sesame"], {})


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--server", "hall"], "no address"),
        (["--server", "ftp://hall"], "no address"),
        (["--server", "http://hall:0"], "no address"),
        (["--server", "http://hall:port"], "no address"),
        (["--server", "http://li:secret@hall"], "no name and no password"),
        (["--theme", "pink"], "pink"),
        (["--scale", "big"], "big"),
        (["--scale", "nan"], "nan"),
        (["--scale", "9"], "0.5 to 4"),
        (["--basemap", "/nowhere.mbtiles"], "/nowhere.mbtiles"),
        (["--basemap", "x" * 300], "there is no base map"),
        (["--settings", "/nowhere.toml"], "/nowhere.toml"),
        (["--moment", "yesterday"], "yiping://moment?id="),
    ],
)
def test_that_a_wrong_setting_is_one_sentence_and_status_2(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        read(words, {})
    assert caught.value.code == 2
    assert said in capsys.readouterr().err
    assert "secret" not in capsys.readouterr().err


@pytest.mark.parametrize("text", ["server = ", "password = 'x'", "server = 7", "serve = 'x'", "language = 'fr'", "\ufeff\x00"])
def test_that_a_wrong_file_is_one_sentence_and_status_2(tmp_path: Path, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "console.toml").write_text(text)
    with pytest.raises(SystemExit) as caught:
        read(["--settings", str(tmp_path / "console.toml")], {})
    assert caught.value.code == 2


def test_that_what_is_kept_for_one_user_of_one_hall_is_nobody_elses(tmp_path: Path) -> None:
    halls = [Settings(server=server, state=tmp_path) for server in ("http://a", "https://a", "http://a:81", "http://b")]
    homes = {hall.home(user) for hall in halls for user in ("li", "wang", "..", "a/b")}
    assert len(homes) == 16
    assert all(home.resolve().is_relative_to(tmp_path) and len(home.resolve().relative_to(tmp_path).parts) == 2 for home in homes)


def test_that_a_named_hall_keeps_its_place_at_another_address(tmp_path: Path) -> None:
    homes = {Settings(server=server, state=tmp_path, hall="demo").home("li") for server in ("http://a:1", "http://a:2")}
    assert len(homes) == 1


def test_that_a_link_to_a_moment_is_taken_as_it_comes_from_a_chat() -> None:
    assert read(["--moment", "看 yiping://moment?id=0f3a9b。"], {}).moment == "看 yiping://moment?id=0f3a9b。"


def test_that_the_scale_is_a_number_wherever_it_comes_from() -> None:
    assert read([], {}).scale == 1.0
    assert read([], {"YIPING_SCALE": "1.5"}).scale == 1.5
    assert read(["--scale", "2"], {"YIPING_SCALE": "1.5"}).scale == 2.0


def test_that_every_plan_can_be_asked_for() -> None:
    assert set(told.PLANS) == set(PLANS)
