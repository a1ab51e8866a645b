"""Ways of showing cameras, each a program: `python -m bench.ways.NAME ORDER`. It says when it began, plays until its input ends, and says how late
its GUI thread was. What it takes is measured from outside (`bench.video_sitting`).
"""
