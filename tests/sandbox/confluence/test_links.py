# SPDX-License-Identifier: Apache-2.0
"""Addresses of pages, long and short."""

import base64

from hypothesis import given
from hypothesis import strategies as st

from mentorkit_sandbox.confluence.links import page_links, tiny

SPACE = {"key": "~ana", "homepageId": "1"}


def test_page_links_have_the_vendors_forms() -> None:
    links = page_links({"id": "65540", "title": "Ana & Bo / 2026"}, SPACE)
    assert links == {
        "editui": "/pages/resumedraft.action?draftId=65540",
        "webui": "/spaces/~ana/pages/65540/Ana+%26+Bo+%2F+2026",
        "edituiv2": "/spaces/~ana/pages/edit-v2/65540",
        "tinyui": "/x/BAAB",
    }
    assert page_links({"id": "1", "title": "Home"}, SPACE)["webui"] == "/spaces/~ana/overview"


@given(st.integers(min_value=1, max_value=2**40))
def test_a_short_address_holds_the_id(number: int) -> None:
    packed = tiny(str(number)).ljust(11, "A") + "="
    assert int.from_bytes(base64.b64decode(packed, b"-_"), "little") == number
