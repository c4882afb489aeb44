# SPDX-License-Identifier: Apache-2.0
"""``python -m mentorkit_sandbox``: serve a site on this machine."""

import argparse
from pathlib import Path

from mentorkit_sandbox.server import run


def main() -> None:
    """Read the command line and serve."""
    parser = argparse.ArgumentParser(prog="mentorkit_sandbox", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="port on loopback (0: a free one)")
    parser.add_argument("--host", default="127.0.0.1", choices=["127.0.0.1", "localhost", "::1"])
    parser.add_argument(
        "--json", action="store_true", dest="as_json", help="first line: url and people as JSON"
    )
    parser.add_argument(
        "--seed", type=Path, dest="seed_file", help="YAML with people, projects, spaces, issues"
    )
    parser.add_argument("--program", type=Path, help="program folder whose people.csv becomes the people")
    parser.add_argument("--state", type=Path, help="file that keeps the site between runs")
    parser.add_argument("--feeds", type=Path, help="folder of calendar feeds served at /feeds/")
    run(**vars(parser.parse_args()))


if __name__ == "__main__":
    main()
