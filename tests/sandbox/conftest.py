# SPDX-License-Identifier: Apache-2.0
"""A bare site with two people, for the tests of the framework."""

import pytest
import requests
from flask import Flask

from mentorkit_sandbox import inprocess, seed
from mentorkit_sandbox.app import create_app
from mentorkit_sandbox.site import Site


@pytest.fixture
def bare_site() -> Site:
    site = Site()
    seed.seed_people(
        site,
        [
            {"name": "Ana Petrova", "email": "ana@example.com"},
            {"name": "Ben Stone", "email": "ben@example.com", "time_zone": "Europe/Sofia"},
        ],
    )
    site.tables.commit()
    return site


@pytest.fixture
def bare_app(bare_site: Site) -> Flask:
    return create_app(bare_site)


@pytest.fixture
def session(bare_app: Flask) -> requests.Session:
    """Ana at the site."""
    session = inprocess.session(bare_app)
    session.auth = ("ana@example.com", "token-ana-example-com")
    return session
