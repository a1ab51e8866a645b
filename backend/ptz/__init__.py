"""Adapters to what turns cameras, one file per protocol; `desk.py` is what the routes know of them."""
