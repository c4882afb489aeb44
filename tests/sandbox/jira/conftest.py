# SPDX-License-Identifier: Apache-2.0
"""A site with a few people and a project, and clients whose whole traffic is checked against the
documents."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask

from mentorkit_sandbox import seed
from mentorkit_sandbox.app import create_app
from mentorkit_sandbox.site import Site
from tests.sandbox.jira.client import Client

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
PEOPLE = ("Ada Admin", "Ben Mentor", "Cleo Mentee", "Dora Other")


@pytest.fixture(scope="session")
def shared() -> tuple[Site, Flask]:
    """One application for all tests: making its routes takes longer than most tests."""
    site = Site()
    return site, create_app(site)


@pytest.fixture
def site(shared: tuple[Site, Flask]) -> Site:
    site, _ = shared
    site.load({})
    site.reset()
    site.clock.set(NOW, frozen=True)
    people = [{"name": name, "email": f"{name.split()[0].lower()}@example.com"} for name in PEOPLE]
    seed.seed_people(site, people)
    site.tables.commit()
    return site


@pytest.fixture
def app(shared: tuple[Site, Flask], site: Site) -> Flask:
    return shared[1]


@pytest.fixture
def client_of(app: Flask) -> Callable[[str], Client]:
    return lambda name: Client(app, f"{name}@example.com")


@pytest.fixture
def ada(client_of: Callable[[str], Client]) -> Client:
    """The site's administrator, with the project MENT made."""
    client = client_of("ada")
    client.post("project", {"key": "MENT", "name": "Mentoring", "projectTypeKey": "software"}, expect=201)
    return client


@pytest.fixture
def ben(ada: Client, client_of: Callable[[str], Client]) -> Client:
    """Somebody without special rights, in the site that Ada prepared."""
    return client_of("ben")
