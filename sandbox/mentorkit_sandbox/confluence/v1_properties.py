# SPDX-License-Identifier: Apache-2.0
"""API v1: properties of spaces, by the keys of both. The same properties as in API v2."""

from typing import Any

from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue

from mentorkit_sandbox.auth import person
from mentorkit_sandbox.confluence import properties, query, v1_wire
from mentorkit_sandbox.confluence.refusals import forbidden, not_found
from mentorkit_sandbox.confluence.wiki import Wiki, administers
from mentorkit_sandbox.tables import Record

_ADDRESS = "/space/<space_key>/property"


def install(bp: Blueprint, wiki: Wiki) -> None:
    """Add the operations on properties of spaces."""

    def table(space_key: str) -> str:
        space = wiki.space_by_key(space_key, person())
        if request.method != "GET" and not administers(space, person()):
            raise forbidden(f"Only administrators of the space {space_key} may change its properties.")
        return f"space_property:{space['id']}"

    def stored(name: str, record: Record) -> Response:
        wiki.tables.put(name, record["id"], record)
        return jsonify(_wire(wiki, record))

    @bp.get(_ADDRESS)
    def get_properties(space_key: str) -> Response:
        query.only("start", "limit")
        start, limit = query.integer("start", 0), query.integer("limit", 5)
        rows = wiki.tables.rows(table(space_key))[start : start + limit]
        results = [_wire(wiki, row) for row in rows]
        return jsonify({"results": results, "start": start, "limit": limit, "size": len(rows), "_links": {}})

    @bp.post(_ADDRESS)
    def create_property(space_key: str) -> Response:
        query.only()
        name = table(space_key)
        return stored(name, properties.made(wiki, name, query.json_object()))

    @bp.get(f"{_ADDRESS}/<key>")
    def get_property(space_key: str, key: str) -> Response:
        query.only()
        return jsonify(_wire(wiki, _found(wiki, table(space_key), key)))

    @bp.post(f"{_ADDRESS}/<key>")
    def create_property_for_key(space_key: str, key: str) -> Response:
        query.only()
        name = table(space_key)
        return stored(name, properties.made(wiki, name, {**query.json_object(), "key": key}))

    @bp.put(f"{_ADDRESS}/<key>")
    def update_property(space_key: str, key: str) -> Response:
        query.only()
        name = table(space_key)
        return stored(name, properties.changed(wiki, _found(wiki, name, key), query.json_object()))

    @bp.delete(f"{_ADDRESS}/<key>")
    def delete_property(space_key: str, key: str) -> ResponseReturnValue:
        query.only()
        name = table(space_key)
        wiki.tables.delete(name, _found(wiki, name, key)["id"])
        return "", 204


def _found(wiki: Wiki, table: str, key: str) -> Record:
    for row in wiki.tables.rows(table):
        if row["key"] == key:
            return row
    raise not_found(f"No space property found with key {key}")


def _wire(wiki: Wiki, row: Record) -> dict[str, Any]:
    version = {
        "number": row["number"],
        "createdAt": row["changedAt"],
        "authorId": row["changedBy"],
        "message": row["message"],
        "minorEdit": False,
    }
    return {
        "id": row["id"],
        "key": row["key"],
        "value": row["value"],
        "version": v1_wire.version(wiki, version),
        "_expandable": {},
    }
