# SPDX-License-Identifier: Apache-2.0
"""What ``doctor`` finds out about a Confluence site before anything is written to it."""

from collections.abc import Callable, Iterator

from mentorkit.errors import AdapterError, NotAuthenticated, PermissionDenied
from mentorkit.ports import Diagnosis
from mentorkit_confluence.api import Api
from mentorkit_confluence.site import Site
from mentorkit_confluence.wire import OUTSIDE, Space

_TOKEN = "run mentorkit auth login with an account of this site"  # noqa: S105 - advice
_RIGHTS = "give the account 'Can use' of Confluence in the site's administration"


def check_account(instance: str, api: Api, me: Callable[[], str]) -> Diagnosis:
    """Whether the site answers, and as whom it knows us."""
    check = f"{instance}: account"
    try:
        name = account_name(api, me())
    except NotAuthenticated as error:
        return _failed(check, error, _TOKEN)
    except PermissionDenied as error:
        return _failed(check, error, _RIGHTS)
    except AdapterError as error:
        return _failed(check, error, "check the address in mentorkit.toml and the way to the site")
    return Diagnosis(check=check, state="ok", found=f"answers, as {name}")


def account_name(api: Api, account: str) -> str:
    """What the site calls an account; its id where it does not say. Raises AdapterError."""
    return next((str(user.get("displayName") or "") for user in api.users([account])), "") or account


def check_pages(site: Site) -> Iterator[Diagnosis]:
    """The account, the space, and whether pages can be kept to an audience."""
    account = check_account(site.instance, site.api, lambda: site.me)
    yield account
    if account.state != "ok":
        return
    check, key = f"{site.instance}: space", site.names.space
    try:
        space = site.api.space(key)
    except AdapterError as error:
        yield _failed(check, error, "give the account the right to see the space")
        return
    if space is None:
        remedy = f"let the account create spaces, or make the space {key} by hand and let it administer it"
        found = f"{key} is not there, or this account may not see it; apply makes it where it is not there"
        yield Diagnosis(check=check, state="warning", found=found, remedy=remedy)
        return
    yield Diagnosis(check=check, state="ok", found=f"{key} is there")
    yield _check_restrictions(site, space)


def _check_restrictions(site: Site, space: Space) -> Diagnosis:
    """Set the home page's restrictions to what they are: only a site that has them takes that."""
    check = f"{site.instance}: private pages"
    try:
        access = site.api.access(space.home)
        if OUTSIDE not in (access.view or ()) and OUTSIDE not in (access.edit or ()):
            site.api.restrict(space.home, access.view, access.edit)
    except AdapterError as error:
        remedy = "use a Standard plan or higher: the Free plan cannot keep a page to its audience"
        return _failed(check, error, remedy)
    return Diagnosis(check=check, state="ok", found="pages can be kept to their audience")


def _failed(check: str, error: AdapterError, remedy: str) -> Diagnosis:
    found = f"{type(error).__name__} {error.reason}".strip()
    return Diagnosis(check=check, state="failed", found=found, remedy=remedy)
