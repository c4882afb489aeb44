# SPDX-License-Identifier: Apache-2.0
"""API v2: people by account id, and the comments they leave under pages."""

from typing import Any

from flask import Blueprint, Response, jsonify
from flask.typing import ResponseReturnValue

from mentorkit_sandbox.auth import person
from mentorkit_sandbox.confluence import query, storage, v2_wire
from mentorkit_sandbox.confluence.paging import v2_list
from mentorkit_sandbox.confluence.refusals import bad_request, not_found
from mentorkit_sandbox.confluence.wiki import Wiki
from mentorkit_sandbox.errors import not_supported
from mentorkit_sandbox.site import SitePerson
from mentorkit_sandbox.tables import Record

_MOST_PEOPLE = 250


def install(bp: Blueprint, wiki: Wiki) -> None:
    """Add the look-up of people and the operations on footer comments."""

    @bp.post("/users-bulk")
    def users_bulk() -> Response:
        query.only()
        wanted = query.json_object().get("accountIds")
        if not isinstance(wanted, list) or len(wanted) > _MOST_PEOPLE:
            raise bad_request(f"'accountIds' must be a list of at most {_MOST_PEOPLE} account ids.")
        found = [known for account_id in dict.fromkeys(wanted) if (known := wiki.site.person(account_id))]
        results = [_user(wiki, one) for one in found]
        return jsonify({"results": results, "_links": {"base": f"{wiki.site.base_url}/wiki"}})

    @bp.get("/pages/<int:page_id>/footer-comments")
    def get_page_comments(page_id: int) -> Response:
        query.only("body-format", *query.PAGING)
        page, with_body = wiki.page(str(page_id), person()), query.body_format()
        found = [
            row
            for row in wiki.tables.rows("page_comment")
            if row["pageId"] == page["id"] and not row["parentId"]
        ]
        return v2_list(wiki.site, found, lambda row: _comment(row, body=with_body))

    @bp.post("/footer-comments")
    def create_comment() -> ResponseReturnValue:
        query.only()
        comment = _made(wiki, person(), query.json_object())
        wiki.tables.put("page_comment", comment["id"], comment)
        return jsonify(_with_base(wiki, _comment(comment))), 201

    @bp.get("/footer-comments/<int:comment_id>")
    def get_comment(comment_id: int) -> Response:
        query.only("body-format")
        comment = _found(wiki, str(comment_id), person())
        return jsonify(_with_base(wiki, _comment(comment, body=query.body_format())))

    @bp.get("/footer-comments/<int:comment_id>/children")
    def get_replies(comment_id: int) -> Response:
        query.only("body-format", *query.PAGING)
        comment, with_body = _found(wiki, str(comment_id), person()), query.body_format()
        found = [row for row in wiki.tables.rows("page_comment") if row["parentId"] == comment["id"]]
        return v2_list(wiki.site, found, lambda row: _reply(row, body=with_body))


def _user(wiki: Wiki, known: SitePerson) -> dict[str, Any]:
    return {
        "displayName": known.name,
        "timeZone": known.time_zone,
        "accountId": known.account_id,
        "email": "" if wiki.site.settings.hide_emails else known.email,
        "accountStatus": "active",
        "accountType": "atlassian",
        "publicName": known.name,
        "isExternalCollaborator": False,
        "profilePicture": {"path": "/wiki/aa-avatar/default", "isDefault": True},
    }


def _made(wiki: Wiki, asker: SitePerson, wish: dict[str, Any]) -> Record:
    for name in ("blogPostId", "attachmentId", "customContentId"):
        if name in wish:
            raise not_supported(f"comments with '{name}'")
    parent_id = wish.get("parentCommentId")
    parent = None if parent_id is None else _found(wiki, str(parent_id), asker)
    page_id = parent["pageId"] if parent else query.text_field(wish, "pageId")
    page = wiki.page(page_id, asker)
    number = str(wiki.tables.next_id("content", 65537))
    try:
        body = storage.save(query.storage_body(wish), seed=number, local_ids=False).value
    except storage.StorageError as error:
        raise bad_request(str(error)) from None
    return {
        "id": number,
        "pageId": page["id"],
        "parentId": parent_id,
        "title": f"Re: {page['title']}",
        "body": body,
        "createdAt": wiki.now(),
        "authorId": asker.account_id,
    }


def _found(wiki: Wiki, comment_id: str, asker: SitePerson) -> Record:
    comment = wiki.tables.peek("page_comment", comment_id)
    if comment is None:
        raise not_found(f"Cannot find comment with id [{comment_id}]")
    wiki.page(comment["pageId"], asker)
    return comment


def _comment(row: Record, *, body: bool = False) -> dict[str, Any]:
    wire = {
        "id": row["id"],
        "status": "current",
        "title": row["title"],
        "pageId": row["pageId"],
        "version": {
            "number": 1,
            "createdAt": row["createdAt"],
            "message": "",
            "minorEdit": False,
            "authorId": row["authorId"],
        },
        "body": {"storage": v2_wire.storage(row["body"])} if body else {},
        "_links": {"webui": f"/pages/viewpage.action?pageId={row['pageId']}&focusedCommentId={row['id']}"},
    }
    if row["parentId"]:
        wire["parentCommentId"] = row["parentId"]
    return wire


def _reply(row: Record, *, body: bool) -> dict[str, Any]:
    return {name: value for name, value in _comment(row, body=body).items() if name != "pageId"}


def _with_base(wiki: Wiki, wire: dict[str, Any]) -> dict[str, Any]:
    return wire | {"_links": {**wire["_links"], "base": f"{wiki.site.base_url}/wiki"}}
