"""Open311 GeoReport v2: services, requests, a new request; in JSON and XML; and what must never leave by this door."""

from typing import Any
from xml.etree import ElementTree

import pytest
import requests

from backend.rules import cases
from backend.session import SYSTEM
from backend.tables.places import StreetRow
from tests.backend.centre import ACCEPTOR
from tests.backend.test_photos import PNG
from tests.backends import Backend, Client
from wire.cases import CaseReport
from wire.codes import Kind, Role, Source

V2 = "/open311/v2"
FORM = {
    "service_code": "EVENT-0112",
    "lat": "22.7",
    "long": "114.3",
    "address_string": "瑞祥路11号",
    "description": "road full of mud, call 13812345678",
    "first_name": "San",
    "last_name": "Zhang",
    "phone": "13812345678",
    "email": "zhang@example.org",
    "media_url": "http://example.org/mud.jpg",
}


@pytest.fixture
def gateway(backend: Backend) -> Client:
    return backend.client(Role.GATEWAY)


def reported(gateway: Client, **change: str) -> str:
    """The service_request_id of a new request."""
    answer = gateway.post(f"{V2}/requests.json", data=FORM | change)
    assert answer.status_code == 201, answer.text
    number: str = answer.json()[0]["service_request_id"]
    return number


def xml(answer: requests.Response) -> ElementTree.Element:
    assert answer.headers["Content-Type"].startswith("application/xml")
    return ElementTree.fromstring(answer.content)


def test_that_the_door_says_where_it_is(gateway: Client) -> None:
    found = gateway.get(f"{V2}/discovery.json").json()
    assert found["endpoints"][0]["url"] == f"{gateway.address}{V2}"
    assert found["endpoints"][0]["specification"] == "http://wiki.open311.org/GeoReport_v2"
    root = xml(gateway.get(f"{V2}/discovery.xml"))
    assert [each.text for each in root.findall("endpoints/endpoint/formats/format")] == ["application/json", "text/xml"]


def test_that_every_class_is_a_service(gateway: Client) -> None:
    found = {each["service_code"]: each for each in gateway.get(f"{V2}/services.json").json()}
    assert found["EVENT-0112"]["service_name"] == "道路不洁"
    assert found["EVENT-0112"] | {"metadata": True, "type": "realtime", "group": "市容环境"} == found["EVENT-0112"]
    assert "COMPONENT-0101" in found
    assert len(found) >= 190
    root = xml(gateway.get(f"{V2}/services.xml"))
    assert root.tag == "services"
    assert [each.findtext("service_code") for each in root.findall("service")] == list(found)


def test_that_a_service_offers_its_conditions(gateway: Client) -> None:
    found = gateway.get(f"{V2}/services/EVENT-0493.json").json()
    assert found["service_code"] == "EVENT-0493"
    values = found["attributes"][0]["values"]
    assert [value["key"] for value in values] == [f"EVENT-0493-{number}" for number in range(1, 7)]
    root = xml(gateway.get(f"{V2}/services/EVENT-0493.xml"))
    assert root.tag == "service_definition"
    assert root.findtext("attributes/attribute/values/value/key") == "EVENT-0493-1"


def test_that_a_report_of_the_public_is_a_case_like_any_other(backend: Backend, gateway: Client) -> None:
    number = reported(gateway, **{"attribute[CONDITION]": "EVENT-0112-1"})
    assert len(number) == 19
    hall = backend.client(Role.ACCEPTOR)
    case = hall.get("/v1/cases", params={"text": number}).json()["cases"][0]
    assert (case["source"], case["kind"], case["class_code"], case["status"]) == ("PUBLIC_APP", "EVENT", "0112", "REPORTED")
    assert (case["lon"], case["lat"], case["address"]) == (114.3, 22.7, "瑞祥路11号")
    assert case["description"].splitlines()[0] == "road full of mud, call 138****5678"
    assert case["description"].splitlines()[-1] == FORM["media_url"]
    assert len(case["description"].splitlines()) == 3
    card = hall.get(f"/v1/cases/{case['id']}").json()
    assert (card["reporter"], card["phone"]) == ("Z********", "138****5678")
    whole = hall.post(f"/v1/cases/{case['id']}/unmask", json={"reason": "CALL_BACK"}).json()
    assert (whole["reporter"], whole["phone"]) == ("Zhang San", "13812345678")
    assert (case["reporter"], case["phone"]) == ("Z********", "138****5678")


def test_that_a_photo_that_was_uploaded_hangs_on_the_case_and_is_no_part_of_its_text(gateway: Client, backend: Backend) -> None:
    photo = gateway.post("/v1/photos", data=PNG, headers={"Content-Type": "image/png"}).json()["id"]
    number = reported(gateway, media_url=f"/v1/photos/{photo}")
    hall = backend.client(Role.ACCEPTOR)
    (case,) = [case for case in hall.get("/v1/cases", params={"text": number}).json()["cases"] if case["number"] == number]
    assert "/v1/photos" not in case["description"]
    assert [each["id"] for each in hall.get(f"/v1/cases/{case['id']}").json()["photos"]] == [photo]


def test_that_a_report_can_be_answered_in_xml(gateway: Client) -> None:
    answer = gateway.post(f"{V2}/requests.xml", data=FORM)
    assert answer.status_code == 201
    assert len(xml(answer).findtext("request/service_request_id") or "") == 19


def test_that_no_person_can_be_seen_from_outside(gateway: Client) -> None:
    number = reported(gateway)
    for address in (f"{V2}/requests.json", f"{V2}/requests.xml", f"{V2}/requests/{number}.json"):
        text = gateway.get(address).text
        assert "13812345678" not in text
        assert "Zhang" not in text
        assert "zhang@example.org" not in text
        assert "138****5678" in text


def test_that_a_request_looks_as_the_specification_says(gateway: Client) -> None:
    number = reported(gateway)
    (found,) = gateway.get(f"{V2}/requests/{number}.json").json()
    assert found["service_request_id"] == number
    assert (found["status"], found["status_notes"]) == ("open", "REPORTED")
    assert (found["service_code"], found["service_name"]) == ("EVENT-0112", "道路不洁")
    assert (found["lat"], found["long"]) == (22.7, 114.3)
    assert found["requested_datetime"].endswith("Z")
    root = xml(gateway.get(f"{V2}/requests/{number}.xml"))
    assert root.tag == "service_requests"
    assert root.findtext("request/service_request_id") == number
    assert root.findtext("request/long") == "114.3"


def test_that_requests_can_be_filtered_and_paged(backend: Backend, gateway: Client) -> None:
    numbers = [reported(gateway, service_code=code) for code in ("EVENT-0112", "EVENT-0110", "COMPONENT-0101")]

    def found(**query: Any) -> list[str]:
        return [each["service_request_id"] for each in gateway.get(f"{V2}/requests.json", params=query).json()]

    assert found() == numbers[::-1]
    assert found(service_code="EVENT-0110,COMPONENT-0101") == [numbers[2], numbers[1]]
    assert found(service_code="EVENT-9999") == []
    assert found(service_code=",".join(f"EVENT-{code:04}" for code in range(111, 3000))) == [numbers[0]]
    assert found(service_code="nothing") == []
    assert found(service_request_id=f"{numbers[0]},{numbers[1]}") == [numbers[1], numbers[0]]
    assert found(status="open") == numbers[::-1]
    assert found(status="closed") == []
    assert found(status="open,closed", page_size=2) == [numbers[2], numbers[1]]
    assert found(page_size=2, page=2) == [numbers[0]]
    assert found(start_date="2100-01-01T00:00:00Z") == []
    assert found(end_date="2020-01-01T00:00:00Z") == []
    assert found(start_date="2020-01-01", end_date="2100-01-01T00:00:00+08:00") == numbers[::-1]


def test_that_a_refused_case_is_closed_and_says_no_more(backend: Backend, gateway: Client) -> None:
    number = reported(gateway)
    acceptor = backend.client(Role.ACCEPTOR)
    case = acceptor.get("/v1/cases", params={"text": number}).json()["cases"][0]
    order = {"verb": "REFUSE", "note": "a matter between neighbours"}
    done = acceptor.post(f"/v1/cases/{case['id']}/orders", json=order, headers={"If-Match": f'"{case["version"]}"', "Idempotency-Key": "0123456789"})
    assert done.status_code == 200, done.text
    (found,) = gateway.get(f"{V2}/requests/{number}.json").json()
    assert (found["status"], found["status_notes"]) == ("closed", "NOT_ACCEPTED")
    assert "neighbours" not in str(found)


def test_that_an_address_will_do_when_its_street_is_known(backend: Backend, gateway: Client) -> None:
    with backend.database.write(SYSTEM) as work:
        box = {"west": 114.2, "south": 22.6, "east": 114.4, "north": 22.8}
        for id, name, lon in (("s1", "瑞祥路", 114.31), ("s2", "祥路", 114.39), ("s3", "", 114.2)):
            work.session.add(StreetRow(id=id, name=name, kind="", length_m=100, lon=lon, lat=22.7, line=[], **box))
    number = reported(gateway, lat="", long="")
    (found,) = gateway.get(f"{V2}/requests/{number}.json").json()
    assert found["long"] == 114.31


def test_that_a_wrong_report_is_refused_as_the_specification_says(gateway: Client) -> None:
    for change, status, error in [
        ({"service_code": ""}, 400, "malformed"),
        ({"service_code": "EVENT-9999"}, 404, "unknown_service_code"),
        ({"service_code": "pothole"}, 404, "unknown_service_code"),
        ({"lat": "", "long": ""}, 400, "malformed"),
        ({"lat": "95"}, 400, "malformed"),
        ({"long": "nan"}, 400, "malformed"),
        ({"long": "east"}, 400, "malformed"),
    ]:
        answer = gateway.post(f"{V2}/requests.json", data=FORM | change)
        (refused,) = answer.json()
        assert (answer.status_code, refused["code"], refused["error"]) == (status, status, error)
        assert refused["description"].endswith(".")
        root = xml(gateway.post(f"{V2}/requests.xml", data=FORM | change))
        assert (root.tag, root.findtext("error/code"), root.findtext("error/error")) == ("errors", str(status), error)
    assert gateway.get(f"{V2}/requests.json").json() == []


def test_that_a_wrong_filter_is_named(gateway: Client) -> None:
    for name, value in [("status", "sleeping"), ("start_date", "soon"), ("page", "0"), ("page_size", "5000")]:
        answer = gateway.get(f"{V2}/requests.json", params={name: value})
        assert answer.status_code == 400
        assert answer.json()[0]["description"].startswith(name)


def test_that_what_is_not_there_is_404_in_both_languages(gateway: Client) -> None:
    assert gateway.get(f"{V2}/requests/1234.json").json()[0]["error"] == "unknown_service_request"
    assert xml(gateway.get(f"{V2}/services/none.xml")).findtext("error/code") == "404"


def test_that_nobody_comes_in_without_a_key(backend: Backend, gateway: Client) -> None:
    nobody = backend.client()
    assert nobody.get(f"{V2}/services.json").json()[0]["error"] == "no_session"
    assert xml(nobody.get(f"{V2}/services.xml")).findtext("error/code") == "401"
    assert nobody.get(f"{V2}/services.json", params={"api_key": gateway.token}).status_code == 200
    assert backend.client(Role.HANDLER).post(f"{V2}/requests.json", data=FORM).json()[0]["error"] == "not_your_role"


def test_that_a_key_in_the_form_is_a_key(backend: Backend, gateway: Client) -> None:
    assert backend.client().post(f"{V2}/requests.json", data=FORM | {"api_key": gateway.token}).status_code == 201


def test_that_a_body_that_is_no_form_is_refused(gateway: Client) -> None:
    answer = gateway.post(f"{V2}/requests.json", json=FORM)
    assert (answer.status_code, answer.json()[0]["error"]) == (415, "wrong_media_type")


def test_that_characters_that_are_none_in_xml_do_no_harm(backend: Backend, gateway: Client) -> None:
    with backend.database.write(ACCEPTOR) as work:
        order = CaseReport(
            id="odd", source=Source.HOTLINE_12319, kind=Kind.EVENT, class_code="0112", lon=114.3, lat=22.7, description="a\x0b<b>&\x1f\ud7ff"
        )
        cases.report(work, order)
    assert xml(gateway.get(f"{V2}/requests.xml")).findtext("request/description") == "a<b>&\ud7ff"


def test_that_a_report_sent_twice_with_one_key_is_one_case(gateway: Client) -> None:
    twice = [gateway.post(f"{V2}/requests.json", data=FORM, headers={"Idempotency-Key": "0123456789"}).json() for _ in range(2)]
    assert twice[0] == twice[1]
    assert len(gateway.get(f"{V2}/requests.json").json()) == 1
