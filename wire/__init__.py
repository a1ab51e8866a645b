"""The messages that backend, console and simulator exchange: one file per noun. Imports nothing of ours, and no Qt, HTTP or SQL."""
