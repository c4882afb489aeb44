# SPDX-License-Identifier: Apache-2.0
"""Settings of the Confluence adapters, as they stand in mentorkit.toml. No secret is among them."""

from typing import Annotated

from pydantic import AfterValidator, Field

from mentorkit_atlassian import config
from mentorkit_atlassian.config import SiteUrl

SpaceKey = Annotated[str, Field(pattern=r"^[A-Za-z0-9]{1,255}$")]


class SiteConfig(config.SiteConfig):
    """A Confluence site. Its address may be written as browsers show it, with ``/wiki`` at the end."""

    url: Annotated[SiteUrl, AfterValidator(lambda url: url.removesuffix("/wiki"))]


class PagesConfig(SiteConfig):
    """The space that holds the pages; it is made when the home page is created."""

    space: SpaceKey
