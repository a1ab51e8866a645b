"""What the project promises in figures, each beside a peer or a floor in the same run: `python -m bench NAME`, `python -m bench all`.

A bench is a module here with `main()`, which prints a Markdown table; `record` puts what was printed into RESULTS.md.
"""
