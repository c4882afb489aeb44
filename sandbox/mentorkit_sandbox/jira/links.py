# SPDX-License-Identifier: Apache-2.0
"""Links between issues. "A blocks B" is stored as from A to B; the vendor calls A the inward issue."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from mentorkit_sandbox import auth
from mentorkit_sandbox.errors import jira_error
from mentorkit_sandbox.jira import access, comments, history, store, wire, world
from mentorkit_sandbox.jira.brief import brief
from mentorkit_sandbox.jira.kinds import Context, FieldError
from mentorkit_sandbox.site import Site, SitePerson
from mentorkit_sandbox.tables import Record


@dataclass(frozen=True)
class NewLink:
    """A link to be made on an issue being written: to `other`, or from it when `inward`."""

    type: str
    other: str
    inward: bool


def read_inline(context: Context, given: Record) -> NewLink:
    """An ``issuelinks`` operation inside a create or an edit; raises FieldError."""
    type_id = _type_id(given.get("type"))
    sides = [side for side in ("inwardIssue", "outwardIssue") if side in given]
    if type_id is None or len(sides) != 1:
        raise FieldError("A link takes a known type and one of inwardIssue and outwardIssue.")
    other = _find(context.site, context.person, given[sides[0]])
    if other is None:
        raise FieldError("No issue could be found for the link.")
    return NewLink(type_id, other["id"], inward=sides[0] == "inwardIssue")


def make(site: Site, person: SitePerson, type_id: str, source: str, target: str) -> None:
    """Link two issues by id, once: a link that is there already stays as it is."""
    for link_id in site.tables.ids(f"link:{source}"):
        known = site.tables.peek("link", link_id)
        if known is not None and (known["type"], known["source"], known["target"]) == (
            type_id,
            source,
            target,
        ):
            return
    id_ = str(site.tables.next_id("link"))
    site.tables.put("link", id_, {"id": id_, "type": type_id, "source": source, "target": target})
    for end in (source, target):
        site.tables.put(f"link:{end}", id_, {})
    _note(site, person, type_id, source, target, made=True)


def remove_all(site: Site, person: SitePerson, issue_id: str) -> None:
    """Unlink an issue that goes away."""
    for link_id in site.tables.ids(f"link:{issue_id}"):
        _remove(site, person, link_id)


def shown_on(site: Site, person: SitePerson, issue: Record) -> list[Record]:
    """The links of an issue as its field shows them, without those to issues `person` may not see."""
    shown = []
    for link_id in site.tables.ids(f"link:{issue['id']}"):
        link = site.tables.peek("link", link_id) or {}
        outward = link["source"] == issue["id"]
        other = site.tables.peek("issue", link["target"] if outward else link["source"])
        if other is not None and access.may_see(site, person, other):
            side = "outwardIssue" if outward else "inwardIssue"
            shown.append({**_bean(site, link), side: brief(site, other)})
    return shown


def blueprint(site: Site) -> Blueprint:
    """Links between issues, and their types."""
    bp = Blueprint("jira-links", __name__, url_prefix="/rest/api/3")

    @bp.get("/issueLinkType")
    def types() -> ResponseReturnValue:
        auth.person()
        return jsonify({"issueLinkTypes": [world.link_type(site, id_) for id_ in world.LINK_TYPES]})

    @bp.get("/issueLinkType/<id_>")
    def type_(id_: str) -> ResponseReturnValue:
        auth.person()
        if id_ not in world.LINK_TYPES:
            raise jira_error(404, f"No issue link type with id '{id_}' found.")
        return jsonify(world.link_type(site, id_))

    @bp.post("/issueLink")
    def create() -> ResponseReturnValue:
        person, body = auth.person(), wire.json_object()
        type_id = _type_id(body.get("type"))
        if type_id is None:
            raise jira_error(404, "No issue link type with that name found.")
        source, target = (_find(site, person, body.get(side)) for side in ("inwardIssue", "outwardIssue"))
        if source is None or target is None:
            raise access.missing_issue()
        if "comment" in body:
            _comment(site, person, target, body["comment"])
        make(site, person, type_id, source["id"], target["id"])
        return "", 201

    @bp.get("/issueLink/<id_>")
    def one(id_: str) -> ResponseReturnValue:
        link, source, target = _visible(site, auth.person(), id_)
        sides = {"inwardIssue": brief(site, source), "outwardIssue": brief(site, target)}
        return jsonify({**_bean(site, link), **sides})

    @bp.delete("/issueLink/<id_>")
    def remove(id_: str) -> ResponseReturnValue:
        person = auth.person()
        _visible(site, person, id_)
        _remove(site, person, id_)
        return "", 204

    return bp


def _bean(site: Site, link: Record) -> Record:
    self_ = f"{site.base_url}/rest/api/3/issueLink/{link['id']}"
    return {"id": link["id"], "self": self_, "type": world.link_type(site, link["type"])}


def _type_id(given: Any) -> str | None:
    wanted = given if isinstance(given, dict) else {}
    for id_, known in world.LINK_TYPES.items():
        named = str(wanted.get("name", "")).lower() in (
            known["name"].lower(),
            known["inward"],
            known["outward"],
        )
        if str(wanted.get("id")) == id_ or named:
            return id_
    return None


def _find(site: Site, person: SitePerson, given: Any) -> Record | None:
    named = given.get("id") or given.get("key") if isinstance(given, dict) else None
    found = None if named is None else access.find_issue(site, str(named))
    return found if found is not None and access.may_see(site, person, found) else None


def _visible(site: Site, person: SitePerson, id_: str) -> tuple[Record, Record, Record]:
    link = site.tables.peek("link", id_)
    ends = [] if link is None else [site.tables.peek("issue", link[end]) for end in ("source", "target")]
    source, target = (*ends, None, None)[:2]
    if link is None or source is None or target is None:
        raise jira_error(404, f"No issue link with id '{id_}' exists.")
    if not (access.may_see(site, person, source) and access.may_see(site, person, target)):
        raise jira_error(404, f"No issue link with id '{id_}' exists.")
    return link, source, target


def _comment(site: Site, person: SitePerson, issue: Record, given: Any) -> None:
    context = Context(site, person, access.project_of(site, issue))
    try:
        body = comments.parse_body(context, given.get("body") if isinstance(given, dict) else None)
    except FieldError as error:
        raise jira_error(400, errors={"comment": str(error)}) from error
    comments.add(site, person, issue["id"], body)


def _remove(site: Site, person: SitePerson, link_id: str) -> None:
    link = site.tables.peek("link", link_id) or {}
    _note(site, person, link["type"], link["source"], link["target"], made=False)
    for end in (link["source"], link["target"]):
        site.tables.delete(f"link:{end}", link_id)
    site.tables.delete("link", link_id)


def _note(site: Site, person: SitePerson, type_id: str, source: str, target: str, *, made: bool) -> None:
    """Both issues count as updated, and each history tells of the other."""
    words = world.LINK_TYPES[type_id]
    for here, there, verb in ((source, target, words["outward"]), (target, source, words["inward"])):
        other = store.load(site, there)["key"]
        told = (other, f"This issue {verb} {other}")
        before, after = ((None, None), told) if made else (told, (None, None))
        history.note(site, here, person, [history.item("issuelinks", "Link", before, after)])
        store.touch(site, here)
