# SPDX-License-Identifier: Apache-2.0
"""Jira Cloud: the platform's REST API v3 and the boards of Jira Software."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint

from mentorkit_sandbox.limits import Rates
from mentorkit_sandbox.site import Site


def blueprints(site: Site, rates: Rates) -> list[Blueprint]:
    """Every Jira operation the sandbox offers."""
    return []


def seed(site: Site, projects: Sequence[Mapping[str, Any]]) -> None:
    """Projects and issues that are there from the beginning."""
