# SPDX-License-Identifier: Apache-2.0
"""Pages and facts of every kind, for tests by hypothesis."""

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from mentorkit.ports import Document, Fact, Form, Generated
from tests.strategies import contents, words

page_blocks = st.lists(
    st.one_of(
        st.builds(Generated, name=st.sampled_from(("a", "b-2", "needed", "history")), content=contents),
        st.builds(Form, name=st.sampled_from(("skills", "words")), content=contents),
    ),
    max_size=5,
    unique_by=lambda block: block.name,
).map(tuple)
documents = st.builds(Document, kind=st.just("profile"), title=st.just("Skills: Ana"), blocks=page_blocks)
moments = st.integers(0, 4_000_000_000_000_000).map(
    lambda microseconds: datetime.fromtimestamp(0, UTC) + timedelta(microseconds=microseconds)
)
facts = st.builds(
    Fact,
    name=st.text(st.sampled_from("abz/-|% _.\n"), min_size=1, max_size=12),
    at=moments,
    by=st.sampled_from(("", "ana-petrova", "somebody")),
    detail=words,
)
