# SPDX-License-Identifier: Apache-2.0
"""``mentorkit find`` and ``mentorkit visibility`` over tools in memory, which read audiences page by page."""

from mentorkit.ports import Audience
from tests.cli.conftest import Company, flat
from tests.core.company import ANA, BEN, CARLA, key
from tests.core.company import Company as People


def test_a_skill_that_nobody_knows_of_is_refused_with_a_suggestion(grown: Company) -> None:
    said = flat(grown.run("find", "gitt", code=2).output)
    assert "there is no skill 'gitt'" in said
    assert "git" in said


def test_nobody_is_named_to_oneself(grown: Company, people: People) -> None:
    people.rate(BEN, "4", "2")
    people.run()
    assert [one["person"] for one in grown.json("find", "Git")["people"]] == [BEN]
    assert grown.json("find", "git", "--for", BEN)["people"] == []


def test_what_was_widened_or_narrowed_by_hand_is_named_until_it_is_put_back(
    grown: Company, people: People
) -> None:
    assert grown.json("visibility")["differences"] == []
    pairing, profile = people.held(key("pairing", ANA, BEN)), people.held(key("profile", ANA))
    people.tool("pages").edit(pairing.ref, CARLA, audience=Audience(view=frozenset({ANA, CARLA})))
    people.tool("pages").edit(profile.ref, CARLA, audience=Audience(view=frozenset({ANA})))
    found = {one["what"]: one["difference"] for one in grown.json("visibility", code=1)["differences"]}
    assert found["pairing of Ana and Ben"] == "Carla may see it, too; Ben should see it and may not"
    assert found["Skills: Ana"] == "only Ana may see it; it is meant for everybody"
    assert "Pairing: Ana, Ben" not in grown.run("visibility", code=1).output
    people.run()
    assert grown.json("visibility")["as_wanted"]
