"""The photos of a report: who telephones has nothing to show, all others have (DOMAIN 2.4, T01)."""

from console.hall.hall import Hall
from console.widgets.intake.photo_field import PhotoField
from console.widgets.intake.report_fields import SourceField


class ReportPhotos(PhotoField):
    """Needed where the standard says that reports of this source carry a photo."""

    def __init__(self, hall: Hall, source: SourceField) -> None:
        super().__init__(hall.drafts)
        self._hall, self._source = hall, source
        source.changed.connect(self._look)
        hall.catalogue_changed.connect(self._look)
        self._look()

    def _look(self) -> None:
        catalogue = self._hall.catalogue
        self.need(catalogue is not None and self._source.value() in catalogue.photo_sources)
