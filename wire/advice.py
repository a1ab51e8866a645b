"""What the report form asks while it is filled in, and what it is told: classes by the words, likely duplicates, who would get it."""

from typing import Annotated

from msgspec import Meta

from wire.case_order import Text
from wire.cases import ClassCode, Duplicate, Suggestion
from wire.codes import Kind
from wire.message import Message, Order
from wire.places import Lat, Lon


class DraftReport(Order, frozen=True, kw_only=True):
    """What stands in the form by now; what is not known yet is left out."""

    text: Text = ""
    kind: Kind | None = None
    class_code: ClassCode | None = None
    lon: Lon | None = None
    lat: Lat | None = None
    component_code: Annotated[str, Meta(max_length=32)] | None = None
    phone: Annotated[str, Meta(max_length=40)] = ""


class ClassSuggestion(Message, frozen=True, kw_only=True):
    """A class that the words may mean. `because` are the words that spoke for it, the strongest first; `share` is of the score of all classes.

    It is `sure` when the next one is far behind.

    `condition_id` is the filing condition that the same words fit best; none where they do not tell.
    """

    kind: Kind
    class_code: str
    because: list[str]
    share: float
    sure: bool = False
    condition_id: str | None = None


class Advice(Message, frozen=True, kw_only=True):
    """The best first in each."""

    classes: list[ClassSuggestion]
    duplicates: list[Duplicate]
    departments: list[Suggestion]
