"""What of an address may be seen, and how a login comes into it."""

import pytest

from media.addresses import has_login, host_of, masked, with_login, without_login


@pytest.mark.parametrize(
    ("url", "shown", "host"),
    [
        ("rtsp://u:p@10.0.0.1:554/a/b?x=y", "rtsp://10.0.0.1:554/a/b", "10.0.0.1:554"),
        ("http://cam.example/1.flv", "http://cam.example/1.flv", "cam.example"),
        ("rtsp://u:p@[::1]:554/a", "rtsp://[::1]:554/a", "[::1]:554"),
        ("rtsp://u:p@host:port/a", "(bad address)", ""),
        (
            "rtsp://10.0.0.1:554/user=u&password=p&channel=1&stream=0.sdp?x",
            "rtsp://10.0.0.1:554/user=…&password=…&channel=1&stream=0.sdp",
            "10.0.0.1:554",
        ),
        ("rtsp://10.0.0.1/user=u_password=p_q_channel=1_stream=0.sdp", "rtsp://10.0.0.1/user=…_password=…_channel=1_stream=0.sdp", "10.0.0.1"),
        ("http://cam/a?loginuse=u&loginpas=p", "http://cam/a", "cam"),
    ],
)
def test_that_addresses_are_shown_without_what_is_secret(url: str, shown: str, host: str) -> None:
    assert (masked(url), host_of(url)) == (shown, host)


def test_that_an_address_gets_a_login_only_where_it_has_none() -> None:
    assert with_login("rtsp://10.0.0.5:554/1?x=1", "hall:open sesame") == "rtsp://hall:open%20sesame@10.0.0.5:554/1?x=1"
    for url in ("rtsp://me:mine@10.0.0.5:554/1", "rtsp://[half"):
        assert with_login(url, "hall:open-sesame") == url
    assert with_login("rtsp://10.0.0.5/1", "") == "rtsp://10.0.0.5/1"


@pytest.mark.parametrize(
    ("url", "kept", "opened"),
    [
        ("rtsp://u:p@h:554/1?token=x", "rtsp://h:554/1?token=x", "rtsp://me:a%26b@h:554/1?token=x"),
        ("rtsp://h/user=u&password=p&channel=1", "rtsp://h/user={name}&password={password}&channel=1", "rtsp://h/user=me&password=a%26b&channel=1"),
        ("rtsp://h/user=u_password=p_channel=1", "rtsp://h/user={name}_password={password}_channel=1", "rtsp://h/user=me_password=a%26b_channel=1"),
        ("http://h/video?usr=u&pwd=p", "http://h/video?usr={name}&pwd={password}", "http://h/video?usr=me&pwd=a%26b"),
        (
            "http://h/video?loginuse=u&loginpas=p#x",
            "http://h/video?loginuse={name}&loginpas={password}#x",
            "http://h/video?loginuse=me&loginpas=a%26b#x",
        ),
    ],
)
def test_that_a_login_is_taken_out_of_an_address_and_put_in_where_it_stood(url: str, kept: str, opened: str) -> None:
    assert has_login(url)
    assert (without_login(url), has_login(kept)) == (kept, False)
    assert without_login(kept) == kept
    assert with_login(kept, "me:a&b") == opened


@pytest.mark.parametrize("url", ["rtsp://h/1?token=x", "http://h/live.flv", "rtsp://h/user=u&password=&channel=1", "rtsp://[half", "", "nonsense"])
def test_that_what_holds_no_password_is_left_as_it_is(url: str) -> None:
    assert (has_login(url), without_login(url)) == (False, url)
