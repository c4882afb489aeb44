# SPDX-License-Identifier: Apache-2.0
"""The people directory over Jira Cloud: accounts by id where given, otherwise by e-mail address."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from mentorkit.adapters import AdapterContext
from mentorkit.domain.people import Person
from mentorkit.errors import AdapterError
from mentorkit.ports.diagnosis import Diagnosis
from mentorkit.ports.people import Accounts, Directory
from mentorkit_atlassian.config import SiteConfig
from mentorkit_jira import checks
from mentorkit_jira.client import JiraClient
from mentorkit_jira.names import Names
from mentorkit_jira.site import Site

_PAGE = 1000


class JiraPeople:
    """Finds people among the users of a site, a thousand a request.

    A site may hide e-mail addresses: such people are missing unless people.csv has their ``account_id``.
    """

    def __init__(self, config: SiteConfig, context: AdapterContext) -> None:
        self.realm = config.realm
        self._client = JiraClient.of(config.url, context)
        self._site = Site(self._client, config, Names.of(config.url, context), ())
        self._people = tuple(context.people)

    def check(self) -> Iterable[Diagnosis]:
        """Who we are, and whether users and their addresses can be seen."""
        findings = list(checks.account(self._site))
        yield from findings
        if any(finding.state == "failed" for finding in findings):
            return
        try:
            missing = self.lookup(self._people).missing
        except AdapterError as error:
            yield Diagnosis(
                check="people",
                state="failed",
                found=f"users cannot be listed: {error.reason}",
                remedy="give the account the global permission “Browse users and groups”",
            )
            return
        if missing:
            yield Diagnosis(
                check="people",
                state="warning",
                found=f"no account found for {', '.join(missing)}",
                remedy="write their account_id into people.csv, or let the site show their e-mail addresses",
            )
        else:
            yield Diagnosis(check="people", state="ok", found=f"{len(self._people)} people have an account")

    def whoami(self) -> str:
        """The name of the account that the token belongs to. Raises AdapterError."""
        return str(self._site.me.get("displayName") or self._site.me["accountId"])

    def lookup(self, people: Sequence[Person]) -> Directory:
        """The accounts of these people. Raises NotAuthenticated, PermissionDenied, Unavailable."""
        found = {person.id: person.account_id for person in people if person.account_id}
        unknown = [person for person in people if not person.account_id and person.email]
        if unknown:
            by_email = self._by_email()
            found |= {
                person.id: by_email[email]
                for person in unknown
                if (email := _folded(person.email)) in by_email
            }
        missing = tuple(sorted(person.id for person in people if person.id not in found))
        return Directory(accounts=Accounts(by_person=found, service=self._site.service), missing=missing)

    def _by_email(self) -> dict[str, str]:
        """Account ids by address. Apps and customers are passed over."""
        return {
            _folded(user["emailAddress"]): str(user["accountId"])
            for user in self._users()
            if user.get("emailAddress")
            and user.get("active", True)
            and user.get("accountType") == "atlassian"
        }

    def _users(self) -> Iterator[dict[str, Any]]:
        start = 0
        while True:
            params = {"startAt": start, "maxResults": _PAGE}
            page = self._client.read("GET", "/rest/api/3/users/search", params=params)
            yield from page
            start += _PAGE
            if len(page) < _PAGE:
                return


def _folded(email: str) -> str:
    return email.strip().casefold()
