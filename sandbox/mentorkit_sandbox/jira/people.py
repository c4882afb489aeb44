# SPDX-License-Identifier: Apache-2.0
"""People as Jira shows them, and the operations that find them."""

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from mentorkit_sandbox import auth
from mentorkit_sandbox.errors import jira_error
from mentorkit_sandbox.jira import access, wire
from mentorkit_sandbox.site import Site, SitePerson
from mentorkit_sandbox.tables import Record


def user(site: Site, account_id: str | None) -> Record | None:
    """A person as the API shows them: without the e-mail where the site hides it; None for nobody.

    The account of somebody who left stays readable, as "Former user".
    """
    if account_id is None:
        return None
    person = site.person(account_id)
    shown = {
        "self": f"{site.base_url}/rest/api/3/user?accountId={account_id}",
        "accountId": account_id,
        "accountType": "atlassian",
        "avatarUrls": _avatars(site, account_id),
        "displayName": "Former user" if person is None else person.name,
        "active": person is not None,
        "timeZone": "Etc/UTC" if person is None else person.time_zone,
    }
    if person is not None and not site.settings.hide_emails:
        shown["emailAddress"] = person.email
    return shown


def avatar_owner(site: Site, account_id: str) -> Record:
    """The shorter form that dashboards use for their owner."""
    full = user(site, account_id) or {}
    return {key: full[key] for key in ("self", "displayName", "active", "accountId", "avatarUrls")}


def blueprint(site: Site) -> Blueprint:
    """myself, users and who may be assigned."""
    bp = Blueprint("jira-people", __name__, url_prefix="/rest/api/3")

    @bp.get("/myself")
    def myself() -> ResponseReturnValue:
        wire.only_arguments()
        person = auth.person()
        return jsonify(
            {**(user(site, person.account_id) or {}), "emailAddress": person.email, "locale": "en_US"}
        )

    @bp.get("/user")
    def one() -> ResponseReturnValue:
        auth.person()
        wire.only_arguments("accountId")
        account_id = request.args.get("accountId")
        if account_id is None:
            raise jira_error(400, "The accountId query parameter must be provided")
        if site.person(account_id) is None:
            raise jira_error(
                404, f"Specified user does not exist or you do not have required permissions: {account_id}"
            )
        return jsonify(user(site, account_id))

    @bp.get("/user/search")
    @bp.get("/users/search")
    @bp.get("/users")
    def search() -> ResponseReturnValue:
        auth.person()
        wire.only_arguments("query", "accountId", "startAt", "maxResults")
        return jsonify(_shown(site, _found(site, site.people)))

    @bp.get("/user/assignable/search")
    def assignable() -> ResponseReturnValue:
        person = auth.person()
        wire.only_arguments("query", "accountId", "project", "issueKey", "issueId", "startAt", "maxResults")
        issue_key = request.args.get("issueKey") or request.args.get("issueId")
        if issue_key is not None:
            project = access.project_of(site, access.issue(site, person, issue_key))
        elif "project" in request.args:
            project = access.project(site, person, request.args["project"])
        else:
            raise jira_error(400, "A value for 'project' or 'issueKey' is required.")
        able = [candidate for candidate in site.people if access.may_browse(candidate, project)]
        return jsonify(_shown(site, _found(site, able)))

    @bp.get("/user/bulk")
    def bulk() -> ResponseReturnValue:
        auth.person()
        wire.only_arguments("accountId", "startAt", "maxResults")
        wanted = request.args.getlist("accountId")
        if not wanted:
            raise jira_error(400, "At least one accountId must be provided.")
        known = [user(site, account_id) for account_id in wanted if site.person(account_id) is not None]
        return jsonify(wire.page(site, known, default=10, maximum=200))

    return bp


def _found(site: Site, people: list[SitePerson]) -> list[SitePerson]:
    account_id = request.args.get("accountId")
    if account_id is not None:
        return [person for person in people if person.account_id == account_id]
    words = request.args.get("query", "").lower()
    return [person for person in people if _matches(site, person, words)]


def _matches(site: Site, person: SitePerson, words: str) -> bool:
    """As the vendor says: a prefix of the name or a word of it, or of the e-mail where it may be seen."""
    texts = [person.name.lower(), *person.name.lower().split()]
    if not site.settings.hide_emails:
        texts.append(person.email.lower())
    return any(text.startswith(words) for text in texts)


def _shown(site: Site, people: list[SitePerson]) -> list[Record | None]:
    start, limit = wire.integer("startAt", 0), wire.integer("maxResults", 50, 1000)
    return [user(site, person.account_id) for person in people[start : start + limit]]


def _avatars(site: Site, account_id: str) -> Record:
    return {f"{size}x{size}": f"{site.base_url}/avatar/{account_id}?size={size}" for size in (16, 24, 32, 48)}
