# SPDX-License-Identifier: Apache-2.0
"""The command line over the example company, as its administrator runs it."""

import json
from typing import Any

from click.testing import CliRunner, Result

from mentorkit.secrets import Secrets
from mentorkit_cli.context import Opener
from mentorkit_cli.main import cli
from tests.acceptance.company import Company, email


def run(company: Company, *args: str, code: int = 0, who: str = "", token: str = "") -> Result:
    """A command; it must end with this exit code and never with a trace.

    ``who`` is a person whose account runs the program instead of the administrator's.
    """
    account = company.site.person_by_email(email(who)) if who else company.site.people[0]
    assert account is not None
    environment = {
        "MENTORKIT_ATLASSIAN_EMAIL": account.email,
        "MENTORKIT_ATLASSIAN_TOKEN": token or account.token,
    }
    opener = Opener(secrets=Secrets(environment), session=company.session)
    words = ["-C", str(company.folder), "--today", company.now().isoformat(), *args]
    result = CliRunner().invoke(cli, words, obj=opener, env={"NO_COLOR": "1", "COLUMNS": "200"})
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output
    return result


def answer(company: Company, *args: str, code: int = 0) -> Any:
    """What a command says as JSON."""
    return json.loads(run(company, *args, "--json", code=code).stdout)
