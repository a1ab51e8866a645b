"""`python -m simulator`: what plays the city's part."""

import argparse
import sys

from simulator.cameras import command as cameras


def main() -> int:
    parser = argparse.ArgumentParser(prog="simulator", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    cameras.add_arguments(commands.add_parser("cameras", help="serve clips as cameras over RTSP and HTTP-FLV"))
    arguments = parser.parse_args()
    return cameras.run(arguments)


if __name__ == "__main__":
    sys.exit(main())
