# SPDX-License-Identifier: Apache-2.0
"""Public holidays come from the data library, and a country it does not know has none."""

import subprocess
import sys
from datetime import date

from mentorkit.domain.public_holidays import public_holidays


def test_holidays_of_a_country_in_order() -> None:
    found = public_holidays("bg", [2027, 2026])
    assert date(2026, 3, 3) in found
    assert date(2027, 3, 3) in found
    assert list(found) == sorted(found)


def test_an_unknown_country_has_none() -> None:
    assert public_holidays("XX", [2026]) == {}
    assert public_holidays("", [2026]) == {}


def test_the_library_is_imported_only_when_it_is_needed() -> None:
    code = "import sys, mentorkit.domain.public_holidays; print('holidays' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": ":".join(sys.path)},
    )
    assert done.stdout.strip() == "False"
