"""Every fix that was ever reported: the one door to them (`writing`, `reading`), over days that are open and days that are closed.

An open day has a part of its own, tables with a row for each fix (`parts`, `rows`). A closed day is rewritten as pages, the fixes of one unit in
eight hours packed together (`packing`, `folding`). What comes late goes into a part for all that is late, and with the next rewriting into pages.
Who reads gets parts and pages laid over each other, and need not know which days are closed. `cells` say who was near a place when (decision 24).
"""
