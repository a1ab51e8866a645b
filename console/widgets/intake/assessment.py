"""A direct assessment (T03): recorded and scored at once, and never dispatched. Only some posts may report one."""

from console.hall.hall import Hall
from console.widgets.case.city_fields import DepartmentField
from console.widgets.case.side_fields import TickField


class DirectField(TickField):
    """To be seen by those posts alone."""

    def __init__(self, hall: Hall) -> None:
        super().__init__("direct")
        self._hall = hall
        hall.catalogue_changed.connect(self._look)
        self._look()

    def is_offered(self) -> bool:
        catalogue = self._hall.catalogue
        return catalogue is not None and not set(catalogue.assessors).isdisjoint(self._hall.me.roles)

    def _look(self) -> None:
        self.setVisible(self.is_offered())


class AssessedField(DepartmentField):
    """The department that it is about; there and needed while `direct` is ticked."""

    def __init__(self, hall: Hall, direct: DirectField) -> None:
        super().__init__(hall, required=False)
        self._direct = direct
        direct.changed.connect(self._look)
        self._look()

    def value(self) -> object | None:
        return super().value() if self._direct.value() else None

    def _look(self) -> None:
        self.need(self._direct.value())
        self.setVisible(self._direct.value())
        if not self._direct.value():
            self.set_error("")
