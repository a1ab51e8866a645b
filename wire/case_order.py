"""What every order about a case has."""

from typing import Annotated

from msgspec import Meta

from wire.message import Order

Text = Annotated[str, Meta(max_length=2000)]
Reason = Annotated[str, Meta(min_length=1, max_length=2000)]


class CaseOrder(Order, frozen=True, kw_only=True, tag_field="verb"):
    """Something to be done to a case. `POST /v1/cases/{id}/orders`; the tag `verb` says what."""

    note: Text = ""


class Reasoned(CaseOrder, frozen=True, kw_only=True):
    note: Reason
