# SPDX-License-Identifier: Apache-2.0
"""Where things are found in the browser: the vendors' own shapes, so that links in texts work."""

from urllib.parse import quote

from mentorkit_sandbox.tables import Record


def page(space: Record, record: Record, part: str = "") -> str:
    """A page of a space, or one of its parts: history, edit."""
    return f"/wiki/spaces/{quote(space['key'])}/pages/{record['id']}" + (f"/{part}" if part else "")


def issue(key: str, part: str = "") -> str:
    """An issue, or one of its parts: edit, move, comments."""
    return f"/browse/{quote(key)}" + (f"/{part}" if part else "")


def board(project: Record, record: Record) -> str:
    """A board."""
    return f"/jira/software/c/projects/{quote(project['key'])}/boards/{record['id']}"
