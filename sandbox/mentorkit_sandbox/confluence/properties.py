# SPDX-License-Identifier: Apache-2.0
"""API v2: properties of pages and spaces. Each has a key, a JSON value and versions that count up."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue

from mentorkit_sandbox.auth import person
from mentorkit_sandbox.confluence import query
from mentorkit_sandbox.confluence.paging import v2_list
from mentorkit_sandbox.confluence.refusals import bad_request, conflict, not_found
from mentorkit_sandbox.confluence.wiki import Wiki
from mentorkit_sandbox.site import SitePerson
from mentorkit_sandbox.tables import Record

_MAX_KEY, _MAX_VALUE = 255, 32768


@dataclass(frozen=True)
class _Owner:
    """What properties hang on: how it is found to read and to write, and how its properties are written."""

    path: str
    read: Callable[[str, SitePerson], Record]
    write: Callable[[str, SitePerson], Record]
    wire: Callable[[Record], dict[str, Any]]
    made: int

    def table(self, owner: Record) -> str:
        return f"{self.path.removesuffix('s')}_property:{owner['id']}"


def page_property(record: Record) -> dict[str, Any]:
    """A property of a page as API v2 writes it."""
    version = {
        "number": record["number"],
        "createdAt": record["changedAt"],
        "message": record["message"],
        "minorEdit": False,
        "authorId": record["changedBy"],
    }
    return {"id": record["id"], "key": record["key"], "value": record["value"], "version": version}


def space_property(record: Record) -> dict[str, Any]:
    """A property of a space as API v2 writes it."""
    return {
        "id": record["id"],
        "key": record["key"],
        "value": record["value"],
        "createdAt": record["createdAt"],
        "createdBy": record["createdBy"],
        "version": {
            "number": record["number"],
            "createdAt": record["changedAt"],
            "createdBy": record["changedBy"],
            "message": record["message"],
        },
    }


def install(bp: Blueprint, wiki: Wiki) -> None:
    """Add the operations on properties of pages and of spaces."""
    _install(bp, wiki, _Owner("pages", wiki.page, wiki.editable_page, page_property, 200))
    _install(bp, wiki, _Owner("spaces", wiki.space, wiki.administered_space, space_property, 201))


def _install(bp: Blueprint, wiki: Wiki, kind: _Owner) -> None:
    def table(owner_id: int) -> str:
        find = kind.read if request.method == "GET" else kind.write
        return kind.table(find(str(owner_id), person()))

    def get_list(owner_id: int) -> Response:
        query.only("key", "sort", *query.PAGING)
        rows, key = wiki.tables.rows(table(owner_id)), request.args.get("key")
        found = sorted((row for row in rows if key in (None, row["key"])), key=lambda row: str(row["key"]))
        if query.choice("sort", ("key", "-key")) == "-key":
            found.reverse()
        return v2_list(wiki.site, found, kind.wire)

    def create(owner_id: int) -> ResponseReturnValue:
        wish, name = query.json_object(), table(owner_id)
        record = made(wiki, name, wish)
        wiki.tables.put(name, record["id"], record)
        return jsonify(kind.wire(record)), kind.made

    def get_one(owner_id: int, property_id: int) -> Response:
        return jsonify(kind.wire(_found(wiki, table(owner_id), property_id)))

    def update(owner_id: int, property_id: int) -> Response:
        wish, name = query.json_object(), table(owner_id)
        record = changed(wiki, _found(wiki, name, property_id), wish)
        wiki.tables.put(name, record["id"], record)
        return jsonify(kind.wire(record))

    def delete(owner_id: int, property_id: int) -> ResponseReturnValue:
        name = table(owner_id)
        wiki.tables.delete(name, _found(wiki, name, property_id)["id"])
        return "", 204

    several, one = (
        f"/{kind.path}/<int:owner_id>/properties",
        f"/{kind.path}/<int:owner_id>/properties/<int:property_id>",
    )
    for method, address, view in (
        ("GET", several, get_list),
        ("POST", several, create),
        ("GET", one, get_one),
        ("PUT", one, update),
        ("DELETE", one, delete),
    ):
        bp.add_url_rule(address, f"{kind.path}_properties_{view.__name__}", view, methods=[method])


def made(wiki: Wiki, table: str, wish: dict[str, Any]) -> Record:
    """The first version of a property that is not in `table` yet, as the caller wishes it."""
    key = query.text_field(wish, "key")
    if not 0 < len(key) <= _MAX_KEY:
        raise bad_request(f"A property key has 1 to {_MAX_KEY} characters.")
    if any(row["key"] == key for row in wiki.tables.rows(table)):
        raise bad_request(f"A property with key '{key}' already exists.")
    now, who = wiki.now(), person().account_id
    return {
        "id": str(wiki.tables.next_id("property", 20001)),
        "key": key,
        "value": _value(wish),
        "number": 1,
        "message": "",
        "createdAt": now,
        "createdBy": who,
        "changedAt": now,
        "changedBy": who,
    }


def changed(wiki: Wiki, record: Record, wish: dict[str, Any]) -> Record:
    """The next version of a property; the wish must name its number."""
    if query.text_field(wish, "key", default=record["key"]) != record["key"]:
        raise bad_request("The key of a property cannot be changed.")
    version = wish.get("version")
    number = version.get("number") if isinstance(version, dict) else None
    if number != record["number"] + 1:
        raise conflict(
            f"Version must be incremented when updating a property."
            f" Current Version: [{record['number']}]. Provided version: [{number}]"
        )
    message = str(version.get("message") or "") if isinstance(version, dict) else ""
    changes = {"value": _value(wish), "number": number, "message": message}
    return record | changes | {"changedAt": wiki.now(), "changedBy": person().account_id}


def _found(wiki: Wiki, table: str, property_id: int) -> Record:
    record = wiki.tables.get(table, str(property_id))
    if record is None:
        raise not_found(f"Cannot find property with id [{property_id}]")
    return record


def _value(wish: dict[str, Any]) -> Any:
    if "value" not in wish:
        raise bad_request("A property needs a value.")
    return wish["value"]
