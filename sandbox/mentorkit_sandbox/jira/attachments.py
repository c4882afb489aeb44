# SPDX-License-Identifier: Apache-2.0
"""Files attached to issues."""

import base64
import mimetypes

from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue

from mentorkit_sandbox import auth
from mentorkit_sandbox.errors import jira_error
from mentorkit_sandbox.jira import access, history, people, store, wire
from mentorkit_sandbox.limits import issue_written
from mentorkit_sandbox.site import Site
from mentorkit_sandbox.tables import Record

_MAX_BYTES = 10 * 1024 * 1024


def shown_on(site: Site, issue_id: str) -> list[Record]:
    """The attachments of an issue, as its field shows them."""
    found = (site.tables.peek("attachment", id_) for id_ in site.tables.ids(f"attachment:{issue_id}"))
    return [_bean(site, row) for row in found if row is not None]


def blueprint(site: Site) -> Blueprint:
    """Attach, read and remove files."""
    bp = Blueprint("jira-attachments", __name__, url_prefix="/rest/api/3")

    @bp.post("/issue/<name>/attachments")
    def attach(name: str) -> ResponseReturnValue:
        person = auth.person()
        issue = access.issue(site, person, name)
        if request.headers.get("X-Atlassian-Token") != "no-check":
            raise jira_error(403, "XSRF check failed")
        issue_written(site, issue["id"])
        made, items = [], []
        for upload in request.files.getlist("file"):
            data, filename = upload.read(), upload.filename or "file"
            if len(data) > _MAX_BYTES:
                raise jira_error(413, f"The file '{filename}' is too large.")
            row = _store(site, person.account_id, issue["id"], filename, data)
            made.append(_bean(site, row))
            items.append(history.item("attachment", "Attachment", (None, None), (row["id"], filename)))
        history.note(site, issue["id"], person, items)
        store.touch(site, issue["id"])
        return jsonify(made)

    @bp.get("/attachment/meta")
    def settings() -> ResponseReturnValue:
        auth.person()
        return jsonify({"enabled": True, "uploadLimit": _MAX_BYTES})

    @bp.get("/attachment/<id_>")
    def metadata(id_: str) -> ResponseReturnValue:
        row = _visible(site, id_)
        return jsonify({**_bean(site, row), "id": int(id_)})

    @bp.get("/attachment/content/<id_>")
    def content(id_: str) -> ResponseReturnValue:
        """The bytes themselves; only without the redirect to a media server, which the sandbox has not."""
        row = _visible(site, id_)
        wire.only_arguments("redirect")
        return Response(base64.b64decode(row["data"]), mimetype=row["type"])

    @bp.delete("/attachment/<id_>")
    def remove(id_: str) -> ResponseReturnValue:
        row, person = _visible(site, id_), auth.person()
        issue = store.load(site, row["issue"])
        if row["author"] != person.account_id and not access.administers(
            person, access.project_of(site, issue)
        ):
            raise jira_error(403, f"You do not have permission to delete attachment with id: {id_}")
        site.tables.delete("attachment", id_)
        site.tables.delete(f"attachment:{row['issue']}", id_)
        gone = history.item("attachment", "Attachment", (id_, row["filename"]), (None, None))
        history.note(site, row["issue"], person, [gone])
        store.touch(site, row["issue"])
        return "", 204

    return bp


def _store(site: Site, author: str, issue_id: str, filename: str, data: bytes) -> Record:
    id_ = str(site.tables.next_id("attachment"))
    row = {
        "id": id_,
        "issue": issue_id,
        "filename": filename,
        "type": mimetypes.guess_type(filename)[0] or "application/octet-stream",
        "size": len(data),
        "author": author,
        "created": wire.stamp(site.clock.now()),
        "data": base64.b64encode(data).decode("ascii"),
    }
    site.tables.put("attachment", id_, row)
    site.tables.put(f"attachment:{issue_id}", id_, {})
    return row


def _visible(site: Site, id_: str) -> Record:
    person, row = auth.person(), site.tables.peek("attachment", id_)
    issue = None if row is None else site.tables.peek("issue", row["issue"])
    if row is None or issue is None or not access.may_see(site, person, issue):
        raise jira_error(404, f"The attachment with id '{id_}' does not exist")
    return row


def _bean(site: Site, row: Record) -> Record:
    return {
        "self": f"{site.base_url}/rest/api/3/attachment/{row['id']}",
        "id": row["id"],
        "filename": row["filename"],
        "author": people.user(site, row["author"]),
        "created": row["created"],
        "size": row["size"],
        "mimeType": row["type"],
        "content": f"{site.base_url}/rest/api/3/attachment/content/{row['id']}",
    }
