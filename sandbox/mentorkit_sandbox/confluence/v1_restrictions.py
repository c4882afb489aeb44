# SPDX-License-Identifier: Apache-2.0
"""API v1: the restrictions of a page."""

from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue

from mentorkit_sandbox.auth import person
from mentorkit_sandbox.confluence import query, v1_wire
from mentorkit_sandbox.confluence.refusals import not_found
from mentorkit_sandbox.confluence.restrictions import OPERATIONS, check_plan, read_request, replace
from mentorkit_sandbox.confluence.wiki import Wiki
from mentorkit_sandbox.tables import Record

_EXPAND = tuple(
    f"{operation}restrictions.{kind}" for operation in ("", "read.", "update.") for kind in ("user", "group")
)
_ADDRESS = "/content/<page_id>/restriction"


def install(bp: Blueprint, wiki: Wiki) -> None:
    """Add the operations on restrictions. Their answers hold the lists as they are saved."""

    def restricted(page_id: str) -> Record:
        query.only("expand", "start", "limit")
        query.words("expand", _EXPAND)
        check_plan(wiki)
        find = wiki.page if request.method == "GET" else wiki.editable_page
        return find(page_id, person())

    @bp.get(_ADDRESS)
    def get_restrictions(page_id: str) -> Response:
        return jsonify(v1_wire.restrictions(wiki, restricted(page_id)))

    @bp.put(_ADDRESS)
    def update_restrictions(page_id: str) -> Response:
        page = restricted(page_id)
        replace(wiki, person(), page, read_request(wiki, request.get_json(silent=True)))
        return jsonify(v1_wire.restrictions(wiki, page))

    @bp.post(_ADDRESS)
    def add_restrictions(page_id: str) -> Response:
        page = restricted(page_id)
        added = read_request(wiki, request.get_json(silent=True))
        replace(wiki, person(), page, {name: page[name] + accounts for name, accounts in added.items()})
        return jsonify(v1_wire.restrictions(wiki, page))

    @bp.delete(_ADDRESS)
    def delete_restrictions(page_id: str) -> Response:
        page = restricted(page_id)
        replace(wiki, person(), page, {name: [] for name in OPERATIONS})
        return jsonify(v1_wire.restrictions(wiki, page))

    @bp.get(f"{_ADDRESS}/byOperation")
    def get_by_operation(page_id: str) -> Response:
        page = restricted(page_id)
        wire = {name: v1_wire.restriction(wiki, page, name) for name in OPERATIONS}
        return jsonify(wire | {"_links": {}})

    @bp.get(f"{_ADDRESS}/byOperation/<operation>")
    def get_for_operation(page_id: str, operation: str) -> Response:
        _check_operation(operation)
        return jsonify(v1_wire.restriction(wiki, restricted(page_id), operation))

    _install_single(bp, wiki)


def _install_single(bp: Blueprint, wiki: Wiki) -> None:
    """One person in the list of one operation."""

    @bp.route(f"{_ADDRESS}/byOperation/<operation>/user", methods=["GET", "PUT", "DELETE"])
    def user_restriction(page_id: str, operation: str) -> ResponseReturnValue:
        query.only("accountId")
        _check_operation(operation)
        check_plan(wiki)
        account_id = request.args.get("accountId", "")
        if wiki.site.person(account_id) is None:
            raise not_found(f"User with account id {account_id} does not exist.")
        find = wiki.page if request.method == "GET" else wiki.editable_page
        page = find(page_id, person())
        if request.method == "PUT":
            replace(wiki, person(), page, {operation: [*page[operation], account_id]})
        elif account_id not in page[operation]:
            raise not_found(f"There is no restriction to {operation} for this user.")
        elif request.method == "DELETE":
            left = [one for one in page[operation] if one != account_id]
            replace(wiki, person(), page, {operation: left})
        return "", 200


def _check_operation(operation: str) -> None:
    if operation not in OPERATIONS:
        raise not_found(f"Restrictions are for the operations {' and '.join(OPERATIONS)}.")
