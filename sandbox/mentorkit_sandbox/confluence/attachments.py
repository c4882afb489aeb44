# SPDX-License-Identifier: Apache-2.0
"""Files attached to pages: rows in ``attachment``, bytes of each version in ``attachment_data:<id>``."""

import base64
import mimetypes
from typing import Any
from urllib.parse import quote

from mentorkit_sandbox.confluence.refusals import not_found
from mentorkit_sandbox.confluence.wiki import Wiki
from mentorkit_sandbox.site import SitePerson
from mentorkit_sandbox.tables import Record


def of_page(wiki: Wiki, page: Record) -> list[Record]:
    """The attachments of one page, oldest first: for reading only."""
    return [row for row in wiki.tables.rows("page_attachment") if row["pageId"] == page["id"]]


def one(wiki: Wiki, attachment_id: str, page: Record) -> Record:
    """One attachment of a page; raises the vendor's 404."""
    row = wiki.tables.get("page_attachment", attachment_id)
    if row is None or row["pageId"] != page["id"]:
        raise not_found(f"Cannot find attachment with id [{attachment_id}]")
    return row


def store(
    wiki: Wiki,
    person: SitePerson,
    page: Record,
    name: str,
    data: bytes,
    *,
    media_type: str,
    comment: str,
    minor: bool,
    existing: Record | None,
) -> Record:
    """Keep a file as a new attachment, or as the next version of an existing one."""
    now = wiki.now()
    row = existing or {
        "id": f"att{wiki.tables.next_id('content', 65537)}",
        "pageId": page["id"],
        "authorId": person.account_id,
        "createdAt": now,
        "number": 0,
    }
    row |= {
        "title": name,
        "mediaType": media_type or mimetypes.guess_type(name)[0] or "application/octet-stream",
        "fileSize": len(data),
        "comment": comment,
        "number": row["number"] + 1,
        "changedAt": now,
        "changedBy": person.account_id,
        "minorEdit": minor,
    }
    wiki.tables.put("page_attachment", row["id"], row)
    kept = {"data": base64.b64encode(data).decode("ascii")}
    wiki.tables.put(f"attachment_data:{row['id']}", str(row["number"]), kept)
    return row


def read(wiki: Wiki, row: Record, number: int | None = None) -> bytes:
    """The bytes of a version, the latest where none is named; raises the vendor's 404."""
    kept = wiki.tables.peek(f"attachment_data:{row['id']}", str(number or row["number"]))
    if kept is None:
        raise not_found(f"Cannot find version {number} of attachment with id [{row['id']}]")
    return base64.b64decode(kept["data"])


def download_link(row: Record) -> str:
    """Where the file is read, relative to the site's ``/wiki``."""
    return f"/download/attachments/{row['pageId']}/{quote(row['title'])}?version={row['number']}&api=v2"


def v2_wire(wiki: Wiki, row: Record) -> dict[str, Any]:
    """An attachment as API v2 writes it."""
    webui = f"/pages/viewpageattachments.action?pageId={row['pageId']}"
    return {
        "id": row["id"],
        "status": "current",
        "title": row["title"],
        "createdAt": row["createdAt"],
        "pageId": row["pageId"],
        "mediaType": row["mediaType"],
        "comment": row["comment"],
        "fileId": f"{wiki.site.base_url}/file/{row['id']}",
        "fileSize": row["fileSize"],
        "webuiLink": webui,
        "downloadLink": download_link(row),
        "version": {
            "number": row["number"],
            "createdAt": row["changedAt"],
            "message": row["comment"],
            "minorEdit": row["minorEdit"],
            "authorId": row["changedBy"],
        },
        "_links": {"webui": webui, "download": download_link(row)},
    }
