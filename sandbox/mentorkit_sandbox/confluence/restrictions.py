# SPDX-License-Identifier: Apache-2.0
"""Who may read and who may change a page: the lists a restriction call saves.

Reading restrictions hold for everything below the page, editing restrictions for the page alone. A list that
would lock out its writer is refused; the vendor's words for it are not published, the sentence here is ours.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from mentorkit_sandbox.confluence.refusals import bad_request, forbidden
from mentorkit_sandbox.confluence.wiki import Wiki
from mentorkit_sandbox.errors import not_supported
from mentorkit_sandbox.site import SitePerson
from mentorkit_sandbox.tables import Record

OPERATIONS = ("read", "update")


def check_plan(wiki: Wiki) -> None:
    """The Free plan has no page restrictions."""
    if wiki.site.settings.free_plan:
        raise forbidden("Page restrictions are not available on the Free plan.")


def replace(wiki: Wiki, person: SitePerson, page: Record, lists: Mapping[str, Sequence[str]]) -> None:
    """Save the lists of the named operations; one not named keeps its list, an empty one opens it."""
    for operation, accounts in lists.items():
        page[operation] = list(dict.fromkeys(accounts))
        if accounts and person.account_id not in accounts:
            raise bad_request(
                f"The restrictions would remove your own permission to {operation} this content: {page['id']}"
            )
    wiki.put(page)


def read_request(wiki: Wiki, body: Any) -> dict[str, list[str]]:
    """The lists that a request body names: an array of restrictions, or an object with it as ``results``."""
    entries = body.get("results") if isinstance(body, Mapping) else body
    if not isinstance(entries, list):
        raise bad_request("The body must be a list of restrictions.")
    lists: dict[str, list[str]] = {}
    for entry in entries:
        operation = entry.get("operation") if isinstance(entry, Mapping) else None
        if operation not in OPERATIONS:
            raise bad_request(f"Restrictions are for the operations {' and '.join(OPERATIONS)}.")
        restrictions = entry.get("restrictions") or {}
        if restrictions.get("group"):
            raise not_supported("restrictions for groups")
        users = restrictions.get("user") or []
        lists[operation] = [_account(wiki, user) for user in _results(users)]
    return lists


def _results(users: Any) -> list[Any]:
    found = users.get("results") if isinstance(users, Mapping) else users
    if not isinstance(found, list):
        raise bad_request("The users of a restriction must be a list.")
    return found


def _account(wiki: Wiki, user: Any) -> str:
    account_id = user.get("accountId") if isinstance(user, Mapping) else None
    known = wiki.site.person(account_id)
    if known is None:
        raise bad_request(f"User with account id {account_id} does not exist.")
    return known.account_id
