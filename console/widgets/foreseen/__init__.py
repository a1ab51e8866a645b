"""The cases that will break a limit next, and what still saves them."""
