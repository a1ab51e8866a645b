"""Personal data as those see it who need not know all of it."""


def phone(number: str) -> str:
    """13812345678 becomes 138****5678; what is too short to keep anything of is all stars."""
    return f"{number[:3]}****{number[-4:]}" if len(number) >= 8 else "*" * len(number)


def name(full: str) -> str:
    """张三 becomes 张*."""
    return full[:1] + "*" * len(full[1:])
