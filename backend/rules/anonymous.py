"""Texts of a case as the public may read them: nobody's name, number or door."""

import re

NUMBER = re.compile(r"\d(?:[ -]?\d){5,}[Xx]?")  # telephone, identity card, plate of a bank card
DOOR = re.compile(r"[0-9０-９A-Za-z]*[0-9０-９][0-9０-９A-Za-z-]*\s*(?:号院|号楼|号|栋|幢|单元|室|弄|层|户|#)+")
STREET = re.compile(r"^(.*?(?:大道|[路街巷道]|(?i:street|road|avenue|lane)\b))")
NAMED = re.compile(r"[\u4e00-\u9fff]{1,2}(?:先生|女士|小姐|大爷|大妈|阿姨)")
SOMEBODY = "市民"


def street(address: str) -> str:
    """The address up to its street; nothing where it names none, for a house can be known without a number."""
    found = STREET.match(DOOR.sub("", NUMBER.sub("", address)).lstrip(" ,，0123456789"))
    return found[1].strip() if found else ""


def text(said: str, *names: str) -> str:
    """What was said without numbers and doors, and without these names."""
    for name in sorted(filter(None, map(str.strip, names)), key=len, reverse=True):
        said = said.replace(name, SOMEBODY)
    return DOOR.sub("", NUMBER.sub("＊", NAMED.sub(SOMEBODY, said))).strip()


def is_anonymous(said: str, *names: str) -> bool:
    return text(said, *names) == said.strip()
