# SPDX-License-Identifier: Apache-2.0
"""Feedback: asked at milestones and in reviews, both ways, specific and as an offer."""

from collections.abc import Callable

import pytest

from tests.acceptance.company import Company
from tests.acceptance.reading import adf, table, words
from tests.acceptance.test_plan import INES, JONAS, of_kind, plan, skill
from tests.acceptance.test_reviews import opened

CompanyAt = Callable[[str], Company]
FORM = ("For", "Keep doing", "Try next")


@pytest.mark.seed("F2", "F3")
def test_a_milestone_asks_each_side_for_specific_feedback(company_at: CompanyAt) -> None:
    company = company_at("growing")
    jonas, ines = company.person(JONAS), company.person(INES)
    aim = next(one for one in of_kind(plan(jonas), "kind-milestone") if skill(one) == "web-accessibility")
    assert ines.comments(aim["key"]) == []
    company.pass_days(1)
    for label in ("kind-learn", "kind-practice"):
        for issue in of_kind(plan(jonas), label):
            if skill(issue) == "web-accessibility":
                jonas.move(issue["key"], "Done")
    company.apply()
    company.apply()
    (comment,) = ines.comments(aim["key"])
    said = adf(comment["body"])
    to_jonas = said.rindex(f"@{jonas.account_id}")
    to_ines = said.rindex(f"@{ines.account_id}")
    assert "which one thing that your mentor said or did helped you here" in said[to_jonas:to_ines]
    assert "what exactly did you see done well, and which one step" in said[to_ines:]
    assert "Offer it, do not impose it." in said[to_ines:]


@pytest.mark.seed("F3", "F4")
def test_feedback_goes_both_ways_in_a_review_and_stays_in_peoples_words(company_at: CompanyAt) -> None:
    review = opened(company_at("growing"))
    company, jonas, ines = review.company, review.jonas, review.ines
    asked = words(jonas.body(review.page))
    assert "what you saw, what it led to, what could be tried next" in asked
    assert "It is an offer; the other decides." in asked
    rows = table(jonas.body(review.page), *FORM)
    assert [(row["For"], row["Keep doing"], row["Try next"]) for row in rows] == [
        ("Jonas Weber", "", ""),
        ("Inês Carvalho", "", ""),
    ]
    jonas.fill_table(review.page, FORM, [("Inês Carvalho", "Asking before showing", "Slower on caching")])
    ines.fill_table(review.page, FORM, [("Jonas Weber", "Testing with the keyboard", "One smaller step")])
    before = jonas.body(review.page)
    for _ in range(2):
        company.pass_days(1)
        company.apply()
    assert table(ines.body(review.page), *FORM) == table(before, *FORM)
    assert table(before, *FORM)[1]["Keep doing"] == "Asking before showing"
    number = jonas.page(review.page)["id"]
    for outsider in ("elena-marinova", "mila-stoyanova", "samir-aziz"):
        assert not company.person(outsider).may("GET", f"/wiki/api/v2/pages/{number}")
