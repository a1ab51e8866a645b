"""The rules, one file per noun: `(work, message) -> message`. They know no web framework."""
