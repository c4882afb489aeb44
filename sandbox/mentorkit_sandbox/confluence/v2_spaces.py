# SPDX-License-Identifier: Apache-2.0
"""API v2: spaces and the pages in them."""

from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue

from mentorkit_sandbox.auth import person
from mentorkit_sandbox.confluence import query, v2_wire, writing
from mentorkit_sandbox.confluence.paging import v2_list
from mentorkit_sandbox.confluence.refusals import bad_request, not_found
from mentorkit_sandbox.confluence.v2_pages import LIST_FILTERS, listed
from mentorkit_sandbox.confluence.wiki import Wiki
from mentorkit_sandbox.errors import not_supported
from mentorkit_sandbox.tables import Record

_SORTS = ("id", "-id", "key", "-key", "name", "-name")
_KNOWN_FIELDS = {"key", "name", "description", "alias", "createPrivateSpace"}


def install(bp: Blueprint, wiki: Wiki) -> None:
    """Add the operations on spaces."""

    @bp.get("/spaces")
    def get_spaces() -> Response:
        query.only("ids", "keys", "type", "status", "sort", "description-format", *query.PAGING)
        described = query.choice("description-format", ("plain",)) is not None
        found = _filtered(wiki.spaces(person()))
        return v2_list(wiki.site, found, lambda space: v2_wire.space(space, description=described))

    @bp.post("/spaces")
    def create_space() -> ResponseReturnValue:
        query.only()
        asker, wish = person(), query.json_object()
        if not asker.admin:
            raise not_found("The calling user does not have permission to create spaces.")
        for name in set(wish) - _KNOWN_FIELDS:
            raise not_supported(f"'{name}' when creating a space")
        key = wish.get("key") or wish.get("alias")
        if not isinstance(key, str):
            raise bad_request("A space needs a key.")
        space = writing.create_space(
            wiki,
            asker,
            key=key,
            name=query.text_field(wish, "name"),
            description=str((wish.get("description") or {}).get("value", "")),
            private=wish.get("createPrivateSpace") is True,
        )
        return jsonify(_single(wiki, space)), 201

    @bp.get("/spaces/<int:space_id>")
    def get_space(space_id: int) -> Response:
        query.only("description-format")
        described = query.choice("description-format", ("plain",)) is not None
        return jsonify(_single(wiki, wiki.space(str(space_id), person()), described=described))

    @bp.get("/spaces/<int:space_id>/pages")
    def get_space_pages(space_id: int) -> Response:
        query.only("depth", *LIST_FILTERS, *query.PAGING)
        space = wiki.space(str(space_id), person())
        found = [page for page in listed(wiki, person()) if page["spaceId"] == space["id"]]
        if query.choice("depth", ("all", "root"), "all") == "root":
            found = [page for page in found if page["parentId"] is None]
        with_body = query.body_format()
        return v2_list(wiki.site, found, lambda page: v2_wire.page(wiki, page, body=with_body))


def _filtered(spaces: list[Record]) -> list[Record]:
    """The spaces that the request's filters let through, in the order it asks for."""
    ids, keys = query.ids("ids", most=250), query.words("keys", most=250)
    kind, status = request.args.get("type"), query.choice("status", ("current", "archived"))
    wanted = None if keys is None else {key.lower() for key in keys}
    found = [
        space
        for space in spaces
        if (ids is None or space["id"] in ids)
        and (wanted is None or space["key"].lower() in wanted)
        and kind in (None, space["type"])
        and status in (None, space["status"])
    ]
    sort = query.choice("sort", _SORTS, "id") or "id"
    field = sort.removeprefix("-")
    found.sort(
        key=lambda space: int(space["id"]) if field == "id" else space[field].casefold(),
        reverse=sort.startswith("-"),
    )
    return found


def _single(wiki: Wiki, space: Record, *, described: bool = False) -> dict[str, object]:
    wire = v2_wire.space(space, description=described)
    wire["_links"]["base"] = f"{wiki.site.base_url}/wiki"
    return wire
