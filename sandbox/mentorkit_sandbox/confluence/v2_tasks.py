# SPDX-License-Identifier: Apache-2.0
"""API v2: the task boxes of all pages, and ticking one."""

from flask import Blueprint, Response, jsonify, request

from mentorkit_sandbox.auth import person
from mentorkit_sandbox.confluence import query, tasks, v2_wire, writing
from mentorkit_sandbox.confluence.paging import v2_list
from mentorkit_sandbox.confluence.refusals import bad_request
from mentorkit_sandbox.confluence.wiki import Wiki, epoch_ms
from mentorkit_sandbox.tables import Record

_IDS = {"task-id": "id", "space-id": "spaceId", "page-id": "pageId"}
_PEOPLE = {"created-by": "createdBy", "assigned-to": "assignedTo", "completed-by": "completedBy"}
_DATES = {"created-at": "createdAt", "due-at": "dueAt", "completed-at": "completedAt"}
_END_OF_TIME = 2**63 - 1
_STATUSES = ("complete", "incomplete")


def install(bp: Blueprint, wiki: Wiki) -> None:
    """Add the operations on tasks."""

    @bp.get("/tasks")
    def get_tasks() -> Response:
        bounds = [f"{name}-{end}" for name in _DATES for end in ("from", "to")]
        query.only("body-format", "include-blank-tasks", "status", *_IDS, *_PEOPLE, *bounds, *query.PAGING)
        with_body = query.body_format()
        found = _filtered(tasks.visible(wiki, person()))
        return v2_list(wiki.site, found, lambda task: v2_wire.task(task, body=with_body))

    @bp.get("/tasks/<int:task_id>")
    def get_task(task_id: int) -> Response:
        query.only("body-format")
        task = tasks.one(wiki, str(task_id), person())
        return jsonify(v2_wire.task(task, body=query.body_format()))

    @bp.put("/tasks/<int:task_id>")
    def update_task(task_id: int) -> Response:
        query.only("body-format")
        task = tasks.one(wiki, str(task_id), person())
        status = query.json_object().get("status")
        if status not in _STATUSES:
            raise bad_request("'status' must be complete or incomplete.")
        writing.tick(wiki, person(), task, complete=status == "complete")
        return jsonify(v2_wire.task(tasks.one(wiki, str(task_id), person()), body=query.body_format()))


def _filtered(rows: list[Record]) -> list[Record]:
    """The tasks that every filter of the request lets through."""
    status = query.choice("status", _STATUSES)
    if not query.flag("include-blank-tasks", default=True):
        rows = [row for row in rows if not row["blank"]]
    if status is not None:
        rows = [row for row in rows if row["status"] == status]
    for name, field in _IDS.items():
        if (wanted := query.ids(name, most=250)) is not None:
            rows = [row for row in rows if row[field] in wanted]
    for name, field in _PEOPLE.items():
        if (people := query.words(name, most=250)) is not None:
            rows = [row for row in rows if row[field] in people]
    for name, field in _DATES.items():
        if f"{name}-from" in request.args or f"{name}-to" in request.args:
            earliest, latest = query.integer(f"{name}-from", 0), query.integer(f"{name}-to", _END_OF_TIME)
            rows = [row for row in rows if row[field] and earliest <= epoch_ms(row[field]) <= latest]
    return rows
