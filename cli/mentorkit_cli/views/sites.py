# SPDX-License-Identifier: Apache-2.0
"""Who we are on each site, and where each secret came from."""

from collections.abc import Sequence

from mentorkit_cli.failures import AUTHENTICATION
from mentorkit_cli.output import Line, Shown, line
from mentorkit_cli.signing_in import Standing, words_of


def exit_code(found: Sequence[Standing]) -> int:
    """0 when everybody is signed in, 4 when somebody is not, 1 when a site could not be asked."""
    codes = {words_of(one.error)[2] for one in found if one.error is not None}
    return AUTHENTICATION if AUTHENTICATION in codes else max(codes, default=0)


def shown(program: str, found: Sequence[Standing]) -> Shown:
    """One site after the other; the secrets themselves are nowhere."""
    parts: list[str | Line] = []
    rows = []
    for one in found:
        what, remedy, _ = words_of(one.error) if one.error is not None else ("", "", 0)
        rows.append(
            {
                "site": one.realm.host or one.realm.name,
                "signed_in": one.error is None,
                "as": one.who,
                "secrets": [{"name": name, "origin": origin} for name, origin in one.origins],
                "found": what,
                "remedy": remedy,
            }
        )
        sign = ("ok    ", "green") if one.error is None else ("failed", "red")
        who = (f"signed in as {one.who}" if one.who else "asks for no secret") if one.error is None else what
        parts.append(line(sign, f"  {one.realm.host or one.realm.name}: {who}"))
        parts += [line(f"          {name}: {origin}") for name, origin in one.origins]
        if remedy:
            parts.append(line("          → ", remedy))
    data = {"program": program, "sites": rows}
    return Shown("mentorkit.auth/1", data, parts or ["No site of mentorkit.toml asks for a secret."])
