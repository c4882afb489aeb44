# SPDX-License-Identifier: Apache-2.0
"""API v1: a page by id, its labels, and going back to an earlier version."""

from typing import Any

from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue

from mentorkit_sandbox.auth import person
from mentorkit_sandbox.confluence import labels, query, v1_wire, versions, writing
from mentorkit_sandbox.confluence.refusals import bad_request, forbidden, not_found
from mentorkit_sandbox.confluence.wiki import Wiki, can_edit
from mentorkit_sandbox.tables import Record


def install(bp: Blueprint, wiki: Wiki) -> None:
    """Add the operations on a page and its labels."""

    @bp.get("/content/<int:page_id>")
    def get_content(page_id: int) -> Response:
        query.only("expand", "status", "version")
        page = wiki.page(str(page_id), person())
        statuses = query.words("status") or ["current"]
        if page["status"] not in statuses and "any" not in statuses and "historical" not in statuses:
            raise not_found(f"No content found with id: ContentId{{id={page_id}}}")
        if "version" in request.args:
            page = versions.as_of(wiki, page, query.integer("version", 0))
        return jsonify(v1_wire.content(wiki, page, v1_wire.expanded("space", "history", "version")))

    @bp.post("/content/<int:page_id>/version")
    def restore_version(page_id: int) -> Response:
        query.only()
        page, wish = _changeable(wiki, str(page_id)), query.json_object()
        wanted = wish.get("params")
        if wish.get("operationKey") != "restore" or not isinstance(wanted, dict):
            raise bad_request("The operation must be restore, with its params.")
        number = wanted.get("versionNumber")
        if not isinstance(number, int) or number == page["version"]["number"]:
            raise bad_request("The version to restore must be an earlier one.")
        old = wiki.tables.peek(f"page_version:{page_id}", str(number))
        if old is None:
            raise bad_request(f"There is no version {number} of content with id {page_id}.")
        title = old["title"] if wanted.get("restoreTitle") is True else page["title"]
        writing.check_title(wiki, page["spaceId"], title, but=page["id"])
        message = query.text_field(wanted, "message")
        writing.save(wiki, person(), page, title=title, body=old["body"], message=message)
        return jsonify(v1_wire.version(wiki, page["version"]))

    _install_labels(bp, wiki)


def _install_labels(bp: Blueprint, wiki: Wiki) -> None:
    @bp.get("/content/<int:page_id>/label")
    def get_labels(page_id: int) -> Response:
        query.only("prefix")
        prefix = query.choice("prefix", ("global", "my", "team"))
        page = wiki.page(str(page_id), person())
        return jsonify(v1_wire.labels([one for one in page["labels"] if prefix in (None, one["prefix"])]))

    @bp.post("/content/<int:page_id>/label")
    def add_labels(page_id: int) -> Response:
        query.only()
        page, wish = _changeable(wiki, str(page_id)), request.get_json(silent=True)
        labels.add(wiki, page, [_label(one) for one in (wish if isinstance(wish, list) else [wish])])
        return jsonify(v1_wire.labels(page["labels"]))

    @bp.delete("/content/<int:page_id>/label")
    def remove_label(page_id: int) -> ResponseReturnValue:
        query.only("name")
        labels.remove(wiki, _changeable(wiki, str(page_id)), request.args.get("name", ""))
        return "", 204

    @bp.delete("/content/<int:page_id>/label/<name>")
    def remove_label_by_path(page_id: int, name: str) -> ResponseReturnValue:
        query.only()
        labels.remove(wiki, _changeable(wiki, str(page_id)), name)
        return "", 204


def _changeable(wiki: Wiki, page_id: str) -> Record:
    """A page to change; here the vendor answers 403 where it may only be read."""
    page = wiki.page(page_id, person())
    if not can_edit(page, person()):
        raise forbidden(f"User does not have permission to edit content with id {page_id}")
    return page


def _label(wish: Any) -> tuple[str, str]:
    if not isinstance(wish, dict):
        raise bad_request("A label is an object with prefix and name.")
    return query.text_field(wish, "prefix"), query.text_field(wish, "name")
