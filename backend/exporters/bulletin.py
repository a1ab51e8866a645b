"""A bulletin as a file. What it is computed from is personal to nobody; that it was taken stands in the audit trail."""

from backend.exporters.bulletin_book import workbook
from backend.exporters.bulletin_cases import behind
from backend.exporters.bulletin_pdf import pdf
from backend.exporters.bulletin_words import BulletinWords
from backend.exporters.words import of
from backend.rules import bulletins, evaluation
from backend.rules.catalogue import in_force
from backend.session import Database, Work
from wire.bulletins import BulletinFormat, BulletinOrder
from wire.codes import Source
from wire.evaluation import Dimension
from wire.people import User


def export(database: Database, user: User, order: BulletinOrder) -> bytes:
    with database.read(user) as work:
        bulletin, scheme = bulletins.bulletin(work, order.period, order.day), evaluation.scheme(work)
        names = _names(work, order.language)
        sheets = behind(work, bulletin, scheme, order.language) if order.format is BulletinFormat.XLSX else []
    said = BulletinWords(bulletin, scheme, names, order.language)
    body = pdf(said) if order.format is BulletinFormat.PDF else workbook(said, sheets)
    with database.write(user) as work:
        work.audit("EXPORT.BULLETIN", "", order.format, f"{order.period} {bulletin.first}")
    return body


def _names(work: Work, language: str) -> dict[Dimension, dict[str, str]]:
    """Of what has a name in both languages."""
    catalogue = in_force(work).catalogue
    majors = {f"{major.kind}-{major.code}": major.name_en if language == "en" else major.name for major in catalogue.majors}
    return {Dimension.MAJOR: majors, Dimension.SOURCE: {source: of("source", source, language) for source in Source}}
