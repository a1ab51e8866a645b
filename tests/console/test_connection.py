"""What the console makes of everything that can go wrong between it and its backend."""

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from console.api import Api, ApiError
from console.connection import Connection, is_loopback
from tests.backends import Backend, Client
from tests.console.bad_line import *  # noqa: F403
from tests.console.bad_line import BadLine, done
from wire.cases import Case, DispatchOrder
from wire.codes import Noun
from wire.problem import Problem

DISPATCH = DispatchOrder(department_id="d1")


@pytest.fixture
def silent() -> Iterator[str]:
    """Takes connections, and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"


def failure_of(connection: Connection, method: str = "GET") -> ApiError:
    with pytest.raises(ApiError) as caught:
        connection.call(method, "/v1/me", read_s=0.1)
    connection.shutdown()
    return caught.value


def test_that_a_port_where_nobody_listens_is_unreachable_and_nothing_was_sent(silent: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    error = failure_of(Connection(f"http://127.0.0.1:{port}"))
    assert (error.problem.code, error.passes, error.sent) == ("unreachable", True, False)


def test_that_a_backend_that_says_nothing_is_a_timeout_and_may_have_had_the_request(silent: str) -> None:
    error = failure_of(Connection(silent))
    assert (error.problem.code, error.passes, error.sent) == ("timeout", True, True)


@pytest.mark.parametrize("address", ["http://[bad", "ftp://127.0.0.1", "http://127.0.0.1:99999", "nonsense", "http://"])
def test_that_an_address_that_is_none_is_said_to_be_none(address: str) -> None:
    error = failure_of(Connection(address))
    assert (error.problem.code, error.passes, error.sent) == ("bad_address", False, False)


def test_that_plain_http_where_tls_is_wanted_is_a_bad_certificate(line: BadLine) -> None:
    assert failure_of(Connection(line.url.replace("http:", "https:"))).problem.code == "bad_certificate"


def test_that_a_refusal_keeps_its_code(line: BadLine, api: Api) -> None:
    with pytest.raises(ApiError) as caught:
        api.case("nowhere")
    assert (caught.value.problem.code, caught.value.passes) == ("unknown_case", False)


@pytest.mark.parametrize("body", [b"<html>", b"", b"\xff\xfe", b"[1]", b'{"id": 1}'])
def test_that_an_answer_that_is_not_of_the_wire_is_a_bad_answer(line: BadLine, api: Api, body: bytes) -> None:
    line.trouble = lambda method, path: (200, body)
    for ask in (api.me, lambda: api.snapshot(Noun.CASE), api.catalogue):
        with pytest.raises(ApiError) as caught:
            ask()
        assert (caught.value.problem.code, caught.value.passes) == ("bad_answer", True)


def test_that_a_redirect_is_not_followed(line: BadLine, api: Api) -> None:
    line.trouble = lambda method, path: (302, b"")
    with pytest.raises(ApiError) as caught:
        api.me()
    assert caught.value.problem.code == "bad_answer"


def test_that_a_server_error_may_be_tried_again(line: BadLine, api: Api) -> None:
    line.trouble = lambda method, path: (502, b"<html>bad gateway")
    with pytest.raises(ApiError) as caught:
        api.me()
    assert (caught.value.problem.code, caught.value.passes) == ("server_error", True)


def test_that_a_session_that_has_ended_passes() -> None:
    """Whoever logs in again goes on; what the backend said no to, it says no to again."""
    passing = {status: ApiError(Problem(status=status, code="x", title="x", detail="x")).passes for status in (401, 403, 409, 412, 503)}
    assert passing == {401: True, 403: False, 409: False, 412: False, 503: True}


def broken_once(line: BadLine) -> None:
    """The next request breaks its connection."""
    left = [1]

    def trouble(method: str, path: str) -> None:
        if left:
            left.pop()
            line.cut()

    line.trouble = trouble


def test_that_a_read_over_a_connection_that_broke_is_tried_once_more(line: BadLine, api: Api) -> None:
    broken_once(line)
    assert api.me().name == "li"


def test_that_an_order_with_a_key_is_tried_once_more_and_done_once(behind: Backend, line: BadLine, api: Api, case: Case) -> None:
    broken_once(line)
    assert api.order("c1", DISPATCH, "order-01", case.version).version == case.version + 1
    assert line.requests == [("POST", "/v1/cases/c1/orders")] * 2
    assert done(behind) == [("DISPATCH", "c1")]


def test_that_a_post_without_a_key_is_not_repeated(line: BadLine, api: Api) -> None:
    broken_once(line)
    with pytest.raises(ApiError) as caught:
        api.connection.call("POST", "/v1/login", body=b"{}")
    assert (caught.value.problem.code, caught.value.sent) == ("connection_lost", True)
    assert line.requests == [("POST", "/v1/login")]


def test_that_a_held_call_ends_when_the_connection_is_shut_down(silent: str) -> None:
    connection, ended = Connection(silent), []

    def ask() -> None:
        try:
            connection.call("GET", "/", read_s=60)
        except ApiError as error:
            ended.append(error.problem.code)

    thread = threading.Thread(target=ask)
    thread.start()
    while not connection._sockets._live:
        thread.join(0.01)
    connection.shutdown()
    thread.join(5)
    assert ended == ["stopped"]


def test_that_nothing_can_be_called_after_the_shutdown(line: BadLine, api: Api) -> None:
    api.me()
    api.connection.shutdown()
    with pytest.raises(ApiError) as caught:
        api.me()
    assert caught.value.problem.code == "stopped"
    assert len(line.requests) == 1


def test_that_a_twin_goes_on_when_the_other_is_shut_down(api: Api) -> None:
    twin = api.twin()
    api.connection.shutdown()
    assert twin.me().name == "li"
    twin.connection.shutdown()


@pytest.mark.parametrize(
    ("url", "own"),
    [("http://localhost:1", True), ("http://127.0.0.2", True), ("http://[::1]:80", True), ("http://10.0.0.1", False), ("http://hall.example", False)],
)
def test_that_the_proxy_of_the_environment_is_not_for_this_machine(url: str, own: bool) -> None:
    assert is_loopback(url) is own


def test_that_a_version_conflict_is_told_and_the_order_not_done(behind: Backend, api: Api, case: Case) -> None:
    with pytest.raises(ApiError) as caught:
        api.order("c1", DISPATCH, "order-01", case.version - 1)
    assert (caught.value.problem.status, caught.value.passes) == (412, False)
    assert done(behind) == []


def test_that_an_id_cannot_leave_its_place_in_the_address(line: BadLine, api: Api) -> None:
    with pytest.raises(ApiError):
        api.case("../users?x=1")
    assert line.requests == [("GET", "/v1/cases/..%2Fusers%3Fx%3D1")]


def test_that_a_refusal_tells_the_current_thing(line: BadLine, api: Api) -> None:
    line.trouble = lambda method, path: (412, b'{"status":412,"code":"changed_meanwhile","title":"","detail":"","current":{"version":7}}')
    with pytest.raises(ApiError) as caught:
        api.me()
    assert caught.value.current == b'{"version":7}'


def test_that_the_token_is_not_overridden_by_the_passwords_of_this_machine(
    line: BadLine, client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login li password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr("console.connection.is_loopback", lambda url: False)
    connection = Connection(line.url, client.token)
    connection.call("GET", "/v1/me")
    connection.shutdown()
    assert line.signed == [f"Bearer {client.token}"]
