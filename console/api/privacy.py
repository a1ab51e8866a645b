"""Personal data whole, and who has seen it."""

import msgspec

from console.api.door import BULK_S, JSON, Door, quoted
from wire.privacy import PersonalData, PersonalView, SubjectOrder, SubjectRequest, UnmaskOrder


class PrivacyApi(Door):
    def unmask(self, case_id: str, order: UnmaskOrder) -> PersonalData:
        """That somebody has seen it is written down there, with the reason."""
        return self._post(PersonalData, f"/v1/cases/{quoted(case_id)}/unmask", order)

    def held_about(self, order: SubjectOrder) -> bytes:
        """A workbook with all that is held about a telephone number."""
        headers = JSON | {"Accept": "*/*"}
        return bytes(self.connection.call("POST", "/v1/personal/exports", body=msgspec.json.encode(order), headers=headers, read_s=BULK_S).content)

    def refuse_subject(self, order: SubjectOrder, key: str) -> SubjectRequest:
        return self._post(SubjectRequest, "/v1/personal/refusals", order, key)

    def subject_requests(self) -> list[SubjectRequest]:
        return self._get(list[SubjectRequest], "/v1/personal/requests")

    def personal_views(self, case_id: str = "", limit: int = 200) -> list[PersonalView]:
        return self._get(list[PersonalView], "/v1/personal/views", {"id": case_id or None, "limit": limit})
