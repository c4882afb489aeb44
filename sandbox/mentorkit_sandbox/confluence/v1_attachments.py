# SPDX-License-Identifier: Apache-2.0
"""API v1: attaching files to pages, and reading them back."""

from typing import Any

from flask import Blueprint, Response, jsonify, redirect, request
from flask.typing import ResponseReturnValue

from mentorkit_sandbox.auth import person
from mentorkit_sandbox.confluence import attachments, query, v1_wire
from mentorkit_sandbox.confluence.refusals import bad_request, forbidden, not_found
from mentorkit_sandbox.confluence.wiki import Wiki, can_edit
from mentorkit_sandbox.tables import Record

_ADDRESS = "/content/<int:page_id>/child/attachment"


def install(bp: Blueprint, wiki: Wiki) -> None:
    """Add the operations on attachments."""

    @bp.get(_ADDRESS)
    def get_attachments(page_id: int) -> Response:
        query.only("filename", "mediaType")
        found = [
            row
            for row in attachments.of_page(wiki, wiki.page(str(page_id), person()))
            if request.args.get("filename") in (None, row["title"])
            and request.args.get("mediaType") in (None, row["mediaType"])
        ]
        return jsonify(_array(wiki, found))

    @bp.route(_ADDRESS, methods=["POST", "PUT"])
    def attach(page_id: int) -> Response:
        query.only()
        page = _writable(wiki, str(page_id))
        known = {row["title"]: row for row in attachments.of_page(wiki, page)}
        names = [upload.filename or "" for upload in request.files.getlist("file")]
        if not names or "" in names:
            raise bad_request("At least one file with a name must be sent as 'file'.")
        taken = next((name for name in names if name in known), None)
        if request.method == "POST" and taken is not None:
            raise bad_request(
                f"Cannot add a new attachment with same file name as an existing attachment: {taken}"
            )
        return jsonify(_array(wiki, [_store(wiki, page, number, known) for number in range(len(names))]))

    @bp.post(f"{_ADDRESS}/<attachment_id>/data")
    def update_data(page_id: int, attachment_id: str) -> Response:
        query.only()
        page = _writable(wiki, str(page_id))
        row = attachments.one(wiki, attachment_id, page)
        if not request.files.getlist("file"):
            raise bad_request("The file must be sent as 'file'.")
        return jsonify(_content(wiki, _store(wiki, page, 0, {}, existing=row)))

    @bp.get(f"{_ADDRESS}/<attachment_id>/download")
    def download(page_id: int, attachment_id: str) -> ResponseReturnValue:
        query.only("version")
        row = attachments.one(wiki, attachment_id, wiki.page(str(page_id), person()))
        number = query.integer("version", row["number"], least=1)
        return redirect(f"/wiki{attachments.download_link({**row, 'number': number})}", 302)


def install_download(bp: Blueprint, wiki: Wiki) -> None:
    """Add the address that download links point at."""

    @bp.get("/download/attachments/<int:page_id>/<name>")
    def read(page_id: int, name: str) -> Response:
        query.only("version", "api")
        for row in attachments.of_page(wiki, wiki.page(str(page_id), person())):
            if row["title"] == name:
                number = query.integer("version", row["number"], least=1)
                return Response(attachments.read(wiki, row, number), mimetype=row["mediaType"])
        raise not_found(f"Cannot find attachment {name} of content with id [{page_id}]")


def _writable(wiki: Wiki, page_id: str) -> Record:
    if request.headers.get("X-Atlassian-Token", "").lower() not in ("nocheck", "no-check"):
        raise forbidden("XSRF check failed")
    page = wiki.page(page_id, person())
    if not can_edit(page, person()):
        raise forbidden(f"User does not have permission to add attachments to content with id {page_id}")
    return page


def _store(
    wiki: Wiki, page: Record, number: int, known: dict[str, Record], existing: Record | None = None
) -> Record:
    """Keep the file with this number in the request; comments come in the same order."""
    upload = request.files.getlist("file")[number]
    comments = request.form.getlist("comment")
    before = existing or known.get(upload.filename or "")
    return attachments.store(
        wiki,
        person(),
        page,
        upload.filename or "",
        upload.read(),
        media_type=upload.mimetype,
        comment=comments[number] if number < len(comments) else "",
        minor=request.form.get("minorEdit") == "true",
        existing=None if before is None else dict(before),
    )


def _array(wiki: Wiki, rows: list[Record]) -> dict[str, Any]:
    results = [_content(wiki, row) for row in rows]
    links = {"base": f"{wiki.site.base_url}/wiki", "context": "/wiki"}
    return {"results": results, "start": 0, "limit": 200, "size": len(results), "_links": links}


def _content(wiki: Wiki, row: Record) -> dict[str, Any]:
    version = {
        "number": row["number"],
        "createdAt": row["changedAt"],
        "authorId": row["changedBy"],
        "message": row["comment"],
        "minorEdit": row["minorEdit"],
    }
    return {
        "id": row["id"],
        "type": "attachment",
        "status": "current",
        "title": row["title"],
        "version": v1_wire.version(wiki, version),
        "metadata": {"mediaType": row["mediaType"], "comment": row["comment"]},
        "extensions": {"mediaType": row["mediaType"], "fileSize": row["fileSize"], "comment": row["comment"]},
        "_expandable": {},
        "_links": {
            "self": f"{wiki.site.base_url}/wiki/rest/api/content/{row['id']}",
            "download": attachments.download_link(row),
        },
    }
