# SPDX-License-Identifier: Apache-2.0
"""Long-running tasks. The sandbox does the work at once; the task only tells how it went."""

from typing import Any

from flask import Blueprint, Response, jsonify
from flask.typing import ResponseReturnValue

from mentorkit_sandbox import auth
from mentorkit_sandbox.errors import jira_error
from mentorkit_sandbox.site import Site, SitePerson
from mentorkit_sandbox.tables import Record


def finished(site: Site, person: SitePerson, description: str, result: Any) -> Response:
    """The 303 that names the task of work just done."""
    id_ = str(site.tables.next_id("task"))
    at = int(site.clock.now().timestamp() * 1000)
    record = {"id": id_, "description": description, "at": at, "result": result, "person": person.account_id}
    site.tables.put("task", id_, record)
    response = jsonify(_bean(site, record))
    response.status_code = 303
    response.headers["Location"] = f"{site.base_url}/rest/api/3/task/{id_}"
    return response


def blueprint(site: Site) -> Blueprint:
    """How a task went."""
    bp = Blueprint("jira-tasks", __name__, url_prefix="/rest/api/3")

    @bp.get("/task/<id_>")
    def task(id_: str) -> ResponseReturnValue:
        person = auth.person()
        record = site.tables.peek("task", id_)
        if record is None:
            raise jira_error(404, f"The task with id '{id_}' does not exist.")
        if record["person"] != person.account_id and not person.admin:
            raise jira_error(403, "You do not have permission to see this task.")
        return jsonify(_bean(site, record))

    return bp


def _bean(site: Site, record: Record) -> Record:
    return {
        "self": f"{site.base_url}/rest/api/3/task/{record['id']}",
        "id": record["id"],
        "description": record["description"],
        "status": "COMPLETE",
        "result": record["result"],
        "submittedBy": 10000 + site.tables.ids("person").index(record["person"]),
        "progress": 100,
        "elapsedRuntime": 0,
        "submitted": record["at"],
        "started": record["at"],
        "finished": record["at"],
        "lastUpdate": record["at"],
    }
