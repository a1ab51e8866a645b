"""schemathesis walks the whole OpenAPI with made-up requests, good and bad: no defects, and answers as they are described.

The doors answer in the forms of other standards, which have their own tests; of them only defects are asked here.
"""

from typing import Any

import hypothesis
import pytest
import schemathesis
from schemathesis.checks import load_all_checks, not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance

from tests.backends import Backend
from wire.codes import Role

load_all_checks()


def no_defect(context: Any, response: Any, case: schemathesis.Case) -> bool | None:
    """503 `not_now` is a refusal: the city has no streets yet."""
    if response.status_code == 503 and response.json()["code"] == "not_now":
        return None
    return not_a_server_error(context, response, case)


CHECKS = [no_defect, content_type_conformance, response_schema_conformance]
WAIT_S = 60  # for an answer, on a full machine
EXAMPLES = 10  # of each operation: a minute for each database on two cores
SETTINGS = hypothesis.settings(
    max_examples=EXAMPLES, deadline=None, database=None, derandomize=True, suppress_health_check=list(hypothesis.HealthCheck)
)
HELD = ("/v1/changes", "/v1/positions", "/v1/presence")  # long polls: nobody waits here


@pytest.fixture
def schema(backend: Backend) -> schemathesis.BaseSchema:
    return schemathesis.openapi.from_url(f"{backend.address}/schema/openapi.json")


@pytest.mark.timeout(900)
def test_that_made_up_requests_find_no_defect(backend: Backend, schema: schemathesis.BaseSchema) -> None:
    client = backend.client(*Role)
    operations = [found.ok() for found in schema.get_all_operations() if found.ok() is not None]
    assert len(operations) > 25
    findings: list[str] = []
    for operation in operations:
        if operation.path == "/v1/login" and operation.method == "delete":
            continue  # it would end the session that the others need

        @SETTINGS
        @hypothesis.given(case=operation.as_strategy())
        def probe(case: schemathesis.Case) -> None:
            if case.path in HELD:
                case.query = dict(case.query or {}) | {"wait": 0}
            checks = CHECKS if case.path.startswith("/v1/") else CHECKS[:1]
            case.call_and_validate(base_url=backend.address, headers={"Authorization": f"Bearer {client.token}"}, checks=checks, timeout=WAIT_S)

        try:
            probe()
        except (schemathesis.core.failures.FailureGroup, AssertionError, ExceptionGroup) as failure:
            findings.append(f"{operation.method} {operation.path}: {failure} {getattr(failure, 'exceptions', '')}")
    assert not findings, "\n\n".join(findings)
