"""The standard text of a report: what was told and how it came about, as they go to the backend. No Qt."""

from console import words


def description(matter: str, course: str) -> str:
    """What happened, then the course of it in a line of its own."""
    return "\n".join(part for part in (matter.strip(), f"{words.choose('经过：', 'Course: ')}{course.strip()}" if course.strip() else "") if part)
