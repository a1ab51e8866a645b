"""The hall as of another moment: a window of its own, that nobody takes for the live one."""
