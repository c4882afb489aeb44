# SPDX-License-Identifier: Apache-2.0
"""Public holidays of a country, from the ``holidays`` data library."""

from collections.abc import Iterable
from datetime import date


def public_holidays(country: str, years: Iterable[int]) -> dict[date, str]:
    """Day to name of the nationwide holidays in these years, earliest first.

    ``country`` is an ISO 3166-1 code in either case. A country that the library does not know has no
    holidays here: a meeting on a holiday can be moved, a year that cannot be planned is worse.
    """
    import holidays  # noqa: PLC0415 - costs start-up time that only planning needs

    try:
        found = holidays.country_holidays(country.upper(), years=tuple(years))
    except NotImplementedError:
        return {}
    return dict(sorted(found.items()))
