# SPDX-License-Identifier: Apache-2.0
"""Texts by their ids: languages fall back, braces are filled in, and the pseudo-language shows itself."""

import pytest

from mentorkit.content.catalogue import shipped
from mentorkit.content.texts import PSEUDO, Texts, available_languages, chain, placeholders, pseudo
from mentorkit.content.tongues import is_language

BG = Texts(("bg",))


def test_a_person_then_the_program_then_english() -> None:
    assert chain(("bg-BG", "fr"), "en") == ("bg", "en")
    assert chain(("fr",), "bg") == ("bg", "en")
    assert chain(("en", "bg"), "bg") == ("en", "bg")
    assert chain(()) == ("en",)
    assert available_languages()[0] == "en"


def test_a_text_is_said_in_the_language() -> None:
    assert Texts().say("stage.closed") == "Closed"
    assert BG.say("stage.closed") != "Closed"
    assert BG.language == "bg"
    assert Texts().say("title.home", program="Agency") == "Mentoring: Agency"


def test_counted_texts() -> None:
    assert Texts().say("count.days", n=1) == "1 day"
    assert Texts().say("count.days", n=0) == "0 days"
    assert BG.say("count.days", n=2) != BG.say("count.days", n=1)


@pytest.mark.parametrize("key", ["no.such.text", "count.days", "decline"])
def test_an_unknown_id_is_an_error(key: str) -> None:
    with pytest.raises(KeyError):
        Texts().say(key)


def test_a_value_that_is_missing_is_an_error_and_a_value_is_no_template() -> None:
    with pytest.raises(KeyError):
        Texts().say("title.home")
    assert Texts().say("title.home", program="{n} {0.__class__}") == "Mentoring: {n} {0.__class__}"


def test_agendas_and_tips_in_bulgarian() -> None:
    english, bulgarian = Texts().agenda("review"), BG.agenda("review")
    assert bulgarian.title != english.title
    assert [item.minutes for item in bulgarian.items] == [item.minutes for item in english.items]
    for tip in shipped().by_id("tips"):
        assert any("а" <= letter <= "я" for letter in BG.tip(tip))
    said = BG.tips_for("new-mentor", "mentor")
    assert [tip.id for tip in said] == sorted(tip.id for tip in said)
    assert all(tip.audience in ("mentor", "both") for tip in said)
    assert {tip.audience for tip in Texts().tips_for("new-mentor", "coordinator")} == {"coordinator"}


def test_questions_and_figures_in_bulgarian() -> None:
    assert BG.survey("pulse").title != Texts().survey("pulse").title
    assert set(BG.survey("pulse").items) == set(Texts().survey("pulse").items)
    assert BG.kpi("retention") != Texts().kpi("retention") == "Retention"


@pytest.mark.parametrize("read", [Texts().agenda, Texts().tip, Texts().survey, Texts().kpi])
def test_what_does_not_ship_is_an_error(read: object) -> None:
    assert callable(read)
    with pytest.raises(KeyError):
        read("no-such-thing")


def test_the_pseudo_language_changes_every_text_and_no_brace() -> None:
    strange = Texts((PSEUDO,))
    assert strange.say("title.home", program="Agency").startswith("[Mé")
    assert "Agency" in strange.say("title.home", program="Agency")
    assert placeholders(pseudo("{name} and {n}")) == {"name", "n"}
    assert strange.agenda("review").title.startswith("[")
    assert all(line.startswith("[") for line in strange.agenda("review").before.splitlines())
    assert strange.tip("new-mentor-not-know").startswith("[")
    assert strange.survey("pulse").title.startswith("[")
    assert strange.kpi("retention").startswith("[")


def test_language_tags() -> None:
    assert is_language("bg")
    assert is_language("pt-BR")
    assert not any(map(is_language, ["xx", "english", "", "b", "BG"]))
