# SPDX-License-Identifier: Apache-2.0
"""Settings of the Jira adapters, as they stand in mentorkit.toml. No secret is among them."""

from typing import Annotated

from pydantic import Field

from mentorkit_atlassian.config import SiteConfig

ProjectKey = Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9_]{1,9}$")]


class PlansConfig(SiteConfig):
    """The project that holds the plans; it is made when the container is created."""

    project: ProjectKey


class ActivityConfig(SiteConfig):
    """The projects whose real work may be read."""

    work: tuple[ProjectKey, ...] = ()
