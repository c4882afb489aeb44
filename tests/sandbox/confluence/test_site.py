# SPDX-License-Identifier: Apache-2.0
"""What holds for every operation at once: nobody unknown gets in, and the state can be carried away."""

from mentorkit_sandbox.app import create_app
from mentorkit_sandbox.site import Site
from tests.vendor_specs import Exchange, require

from .conftest import V2, World, box, checked_session


def test_nothing_answers_somebody_unknown(site: Site) -> None:
    app = create_app(site)
    asked = 0
    for rule in app.url_map.iter_rules():
        if not rule.endpoint.startswith("confluence_"):
            continue
        path = rule.build(dict.fromkeys(rule.arguments, 65537), append_unknown=False)
        assert path is not None
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            assert app.test_client().open(path[1], method=method, json={}).status_code == 401, (method, path)
            asked += 1
    assert asked > 60


def test_wrong_credentials_are_refused(site: Site) -> None:
    with checked_session(site) as session:
        answer = session.get(f"http://sandbox.test{V2}/pages", auth=("ana@example.com", "wrong"))
    assert answer.status_code == 401
    assert answer.json()["errors"][0]["code"] == "UNAUTHORIZED"


def test_the_state_can_be_carried_to_another_site(world: World) -> None:
    page = world.page("Ana", box(1, "agree"), private=True)
    world.attach(page, "a.txt", b"kept")
    copy = Site()
    copy.load(world.site.dump())
    with checked_session(copy) as session:
        session.auth = (world.admin.person.email, world.admin.person.token)
        found = session.get(f"http://sandbox.test{V2}/pages?title=Ana&body-format=storage").json()["results"]
        assert "agree" in found[0]["body"]["storage"]["value"]
        file = session.get(f"http://sandbox.test/wiki/download/attachments/{page['id']}/a.txt")
        assert file.content == b"kept"
        session.auth = (world.ana.person.email, world.ana.person.token)
        assert session.get(f"http://sandbox.test{V2}/pages/{page['id']}").status_code == 404


def test_the_traffic_of_these_tests_is_checked() -> None:
    """Where the vendor's documents are absent, this is skipped, and the others check behavior only."""
    address = f"http://sandbox.test{V2}/pages?colour=red"
    wrong = Exchange("GET", address, "", b"", 200, "application/json", b'{"results": [{"id": 1}]}')
    assert require().faults(wrong) == [
        "answer: results/0/id: 1 is not of type 'string'",
        "there is no query parameter 'colour'",
    ]
