# SPDX-License-Identifier: Apache-2.0
"""Jira Cloud: the platform's REST API v3 and the boards of Jira Software."""

from flask import Blueprint

from mentorkit_sandbox.jira import (
    agile,
    attachments,
    boards,
    comments,
    dashboards,
    field_routes,
    filters,
    history,
    issue_routes,
    links,
    metadata,
    people,
    permissions,
    projects,
    properties,
    remote_links,
    search,
    security,
    tasks,
    watchers,
)
from mentorkit_sandbox.jira.index import Index
from mentorkit_sandbox.jira.seeding import seed
from mentorkit_sandbox.site import Site

__all__ = ["blueprints", "seed"]


def blueprints(site: Site) -> list[Blueprint]:
    """Every Jira operation the sandbox offers."""
    index = Index(site)
    parts = (
        *(people, permissions, metadata, field_routes, projects, properties, security, issue_routes),
        *(comments, history, links, remote_links, watchers, attachments, filters, dashboards, boards, tasks),
    )
    return [
        *(part.blueprint(site) for part in parts),
        search.blueprint(site, index),
        agile.blueprint(site, index),
    ]
