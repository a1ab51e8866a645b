"""Odd input at every foreign door: always a refusal by name, never a defect."""

from tests.backends import Backend
from wire.codes import Role

ODD = ["%00", "%ff%fe", "%F0%9F%92%A9", "..%2f..", "'%20or%201=1", "9" * 400, "%25", "-1", "NaN", "1e309", "[]", "{}"]
ADDRESSES = [
    "/osmand?id={}&lat=1&lon=2",
    "/osmand?id=1&lat={}&lon=2",
    "/osmand?id=1&lat=1&lon=2&timestamp={}",
    "/open311/v2/services/{}.json",
    "/open311/v2/requests/{}.xml",
    "/open311/v2/requests.json?service_code={}",
    "/open311/v2/requests.json?service_request_id={}",
    "/open311/v2/requests.json?page={}&page_size={}",
    "/open311/v2/requests.json?start_date={}",
    "/ogc/collections/{}",
    "/ogc/collections/{}/items",
    "/ogc/collections/cases/items/{}",
    "/ogc/collections/components/items/{}",
    "/ogc/collections/cases/items?offset={}",
    "/ogc/collections/cases/items?bbox={}",
    "/ogc/collections/cases/items?datetime={}",
    "/v1/components/{}",
    "/v1/components?class_code={}",
    "/v1/components?bbox={}",
    "/v1/grids?kind={}",
    "/v1/grids/at?lon={}&lat={}",
]


def test_that_odd_addresses_are_refused_and_no_defect(backend: Backend) -> None:
    everybody = backend.client(Role.DEVICE, Role.GATEWAY, Role.DISPATCHER)
    for address in ADDRESSES:
        for odd in ODD:
            answer = everybody.get(address.replace("{}", odd))
            assert answer.status_code in (200, 400, 404), (address, odd, answer.text)


def test_that_odd_reports_are_refused_and_no_defect(backend: Backend) -> None:
    gateway = backend.client(Role.GATEWAY, Role.DEVICE)
    form = {"service_code": "EVENT-0112", "lat": "22.7", "long": "114.3", "media_url": "https://example.org/heap.jpg"}
    for name in (
        "service_code",
        "lat",
        "long",
        "address_string",
        "description",
        "first_name",
        "phone",
        "media_url",
        "attribute[CONDITION]",
        "api_key",
    ):
        for odd in ("\0", "\ud7ff", "a" * 5000, "💩", "<script>", ""):
            answer = gateway.post("/open311/v2/requests.json", data=form | {name: odd})
            allowed = (201, 400, 404) if name != "media_url" else (201, 400, 409)  # without a photo there is no report
            assert answer.status_code in allowed, (name, odd[:9], answer.text)
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    assert gateway.post("/open311/v2/requests.xml", data=b"\xff\xfe=%zz&&&=", headers=headers).status_code == 400
    assert gateway.post("/osmand", data=b"\xff\xfe=%zz&&&=", headers=headers).status_code == 400
    assert gateway.get("/open311/v2/requests.xml?page_size=1000").status_code == 200
