"""What the console speaks: the translations of the widgets' labels, and the words of codes with them.

The `.ts` file is read as it is, so that nothing has to be compiled and no compiled file can be out of date.
"""

from pathlib import Path
from xml.etree import ElementTree

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTranslator

from console import words

FOLDER = Path(__file__).resolve().parents[1] / "resources" / "i18n"


def read(path: Path) -> dict[tuple[str, str], str]:
    """The finished translations of a `.ts` file by context and source text."""
    found = {}
    for context in ElementTree.parse(path).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            if translation is not None and translation.get("type") is None and translation.text:
                found[context.findtext("name", ""), message.findtext("source", "")] = translation.text
    return found


class Catalogue(QTranslator):
    """The translations of one `.ts` file."""

    def __init__(self, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._texts = read(path)

    def isEmpty(self) -> bool:
        return not self._texts

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str | None:
        return self._texts.get((context, source))


class Language(QObject):
    """`set` switches everything at run time: Qt sends each widget a LanguageChange, codes are read anew by whoever shows them."""

    def __init__(self, app: QCoreApplication) -> None:
        super().__init__(app)
        self._app = app
        self._installed: list[QTranslator] = []
        self._spoken = ""
        self._read: dict[str, list[QTranslator]] = {}  # each language once: reading takes 60 ms

    def set(self, language: str) -> None:
        """One of `words.LANGUAGES`; ValueError for another."""
        if language == self._spoken == words.language():
            return  # or all that is said would be said again
        words.speak(language)
        self._spoken = language
        QLocale.setDefault(QLocale(language))
        for translator in self._installed:
            self._app.removeTranslator(translator)
        if language not in self._read:
            path = FOLDER / f"{language}.ts"
            self._read[language] = [Catalogue(path, self), self._of_qt(language)] if path.exists() else []
        self._installed = self._read[language]
        for translator in self._installed:
            self._app.installTranslator(translator)

    def _of_qt(self, language: str) -> QTranslator:
        translator = QTranslator(self)
        translator.load(f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
        return translator
