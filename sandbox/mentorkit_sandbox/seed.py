# SPDX-License-Identifier: Apache-2.0
"""What a site holds before anybody works on it: people, and work that is already there.

A seed file is YAML::

    people:   [{name: Ana Petrova, email: ana@example.com, time_zone: Europe/Sofia, admin: true}]
    projects: [{key: WORK, name: Client work, private_to: [ana@example.com],
                issues: [{summary: Fix the menu, type: Task, assignee: ana@example.com, labels: [drupal]}]}]
    spaces:   [{key: TEAM, name: Team}]
    mentoring_security: true

The first person administers the site unless another one says ``admin: true``. With ``mentoring_security`` the
site offers an issue security scheme for private plans, as `jira.security` describes it.
"""

import csv
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from mentorkit_sandbox import confluence, jira
from mentorkit_sandbox.site import Site, SitePerson, account_id_of

ADMINISTRATOR: Mapping[str, Any] = {"name": "Site Administrator", "email": "admin@example.com", "admin": True}


_KEYS = {"people", "projects", "spaces", "mentoring_security"}


def seed_people(site: Site, people: Sequence[Mapping[str, Any]]) -> None:
    """Give accounts to `people` (name, email; optional token, account_id, admin, time_zone)."""
    somebody_administers = any(entry.get("admin") for entry in people)
    for number, entry in enumerate(people):
        email = str(entry["email"])
        site.add_person(
            SitePerson(
                name=str(entry["name"]),
                email=email,
                token=str(entry.get("token") or token_of(email)),
                account_id=str(entry.get("account_id") or account_id_of(email)),
                admin=bool(entry.get("admin", number == 0 and not somebody_administers)),
                time_zone=str(entry.get("time_zone") or "Etc/UTC"),
            )
        )


def token_of(email: str) -> str:
    """The token an account gets when none is given: it can be guessed, and only opens the sandbox."""
    return "token-" + re.sub(r"[^a-z0-9]+", "-", email.lower()).strip("-")


def from_file(site: Site, path: Path) -> None:
    """Seed from a YAML file; raises ValueError when it is not a mapping of the keys above."""
    data = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    if not isinstance(data, dict) or not set(data) <= _KEYS:
        raise ValueError(f"{path}: a seed file has the keys {', '.join(sorted(_KEYS))}")
    from_data(site, data)


def from_data(site: Site, data: Mapping[str, Any]) -> None:
    """Seed from what a seed file holds."""
    seed_people(site, data.get("people") or [])
    offered = bool(data.get("mentoring_security"))
    jira.seed(site, data.get("projects") or [], mentoring_security=offered)
    confluence.seed(site, data.get("spaces") or [])
    site.tables.commit()


def from_program(site: Site, folder: Path) -> None:
    """Give accounts to everybody in a program folder's ``people.csv``, and one to a site administrator.

    The site offers the issue security scheme for private plans. Columns used: name, email, timezone,
    account_id. Rows without an e-mail have no account.
    """
    with (folder / "people.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if (row.get("email") or "").strip()]
    domain = rows[0]["email"].rpartition("@")[2] if rows else "example.com"
    staff = [
        {
            "name": row["name"].strip(),
            "email": row["email"].strip(),
            "time_zone": (row.get("timezone") or "").strip(),
            "account_id": (row.get("account_id") or "").strip(),
        }
        for row in rows
    ]
    seed_people(site, [{**ADMINISTRATOR, "email": f"admin@{domain}"}, *staff])
    jira.seed(site, [], mentoring_security=True)
    site.tables.commit()
