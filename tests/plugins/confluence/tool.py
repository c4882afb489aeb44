# SPDX-License-Identifier: Apache-2.0
"""A sandbox site under the Confluence adapters, with people who act in it under their own names."""

import re
from typing import Any

from mentorkit.ports import Audience, Create, Document, Stored
from mentorkit.testing.factories import NOW, create, home
from mentorkit_confluence.config import PagesConfig
from mentorkit_confluence.page_store import ConfluencePages
from mentorkit_sandbox.inprocess import URL
from tests.plugins.atlassian.tool import SERVICE, SiteTool

SPACE = "MENT"
V1, V2 = "/wiki/rest/api", "/wiki/api/v2"
_FENCED = re.compile(
    r'<p[^>]*>(?:<ac:structured-macro[^>]*ac:name="anchor"[^>]*><ac:parameter ac:name="">mk\.demo\.[^<]*'
    r"</ac:parameter></ac:structured-macro>).*?\.end</ac:parameter></ac:structured-macro></p>",
    re.DOTALL,
)


class ConfluenceTool(SiteTool):
    """A site with a space for the program, and stores on it. The service account sees every page."""

    instance = "pages"
    asks = SERVICE
    writes = r"/wiki/(api/v2/pages|rest/api/content)"

    def __init__(self) -> None:
        super().__init__()
        self.site.clock.set(NOW, frozen=False)

    def open(self, **changes: Any) -> ConfluencePages:
        """A store that knows nothing of earlier ones."""
        return ConfluencePages(PagesConfig(url=URL, space=SPACE), self.context(**changes))

    def prepared(self, *records: tuple[Any, Document]) -> ConfluencePages:
        """A store whose space holds the home page and these records."""
        store = self.open()
        for batch in ([home()], list(records)):
            changes: list[Create[Any]] = [create(store, record) for record in batch]
            for outcome in store.write(changes):
                assert type(outcome).__name__ == "Applied", outcome
        return store

    def found(self, key: Any) -> Stored[Document]:
        """Our record of that key, as a new store reads it."""
        return {r.mark.key: r for r in self.open().read().records if r.mark is not None}[key]

    def lose_answer(self) -> None:
        """The next writing request is acted on, and its answer lost."""
        self.fault("drop-after", method="POST")

    def page(self, ref: str) -> Any:
        """A page with its body."""
        return self.ask("GET", f"{V2}/pages/{ref}?body-format=storage")

    def body(self, ref: str) -> str:
        """The body of a page as it is stored."""
        return str(self.page(ref)["body"]["storage"]["value"])

    def save(self, ref: str, body: str, *, by: str, title: str = "", parent: str = "") -> None:
        """A person saves a page."""
        page = self.page(ref)
        wish = {
            "id": ref,
            "status": "current",
            "title": title or page["title"],
            "body": {"representation": "storage", "value": body},
            "version": {"number": page["version"]["number"] + 1},
        }
        self.ask("PUT", f"{V2}/pages/{ref}", wish | ({"parentId": parent} if parent else {}), by=by)

    def plant(self, ref: str, body: str) -> None:
        """Put a body into the site just as it is, without the site's own tidying."""
        record = self.site.tables.get("page", ref)
        assert record is not None
        record["body"] = body
        record["version"]["number"] += 1
        self.site.tables.put("page", ref, record)
        self.site.tables.commit()

    def rename(self, ref: str, title: str, *, by: str) -> None:
        """A person changes a title."""
        self.save(ref, self.body(ref), by=by, title=title)

    def clone(self, ref: str, *, by: str) -> None:
        """A person copies a page, fences and all."""
        page = self.page(ref)
        wish = {
            "spaceId": page["spaceId"],
            "status": "current",
            "title": f"Copy of {page['title']}",
            "body": {"representation": "storage", "value": page["body"]["storage"]["value"]},
        }
        above = {"parentId": page["parentId"]} if "parentId" in page else {}
        self.ask("POST", f"{V2}/pages", wish | above, by=by)

    def delete(self, ref: str) -> None:
        """Somebody moves a page to the trash."""
        self.ask("DELETE", f"{V2}/pages/{ref}")

    def append_words(self, ref: str, words: str, *, by: str) -> None:
        """A person adds a paragraph at the end of the page."""
        self.save(ref, f"{self.body(ref)}<p>{words}</p>", by=by)

    def words(self, ref: str) -> list[str]:
        """People's part of the page, exactly as it is stored: what stands outside of the fences."""
        return [part for part in _FENCED.split(self.body(ref)) if part]

    def can_view(self, ref: str, person: str) -> bool:
        """Whether that person can open the page."""
        return self.reply("GET", f"{V2}/pages/{ref}", by=person).status_code == 200

    def audience(self, view: str | None, edit: str | None = None) -> Audience:
        """An audience of one; None is everybody."""
        return Audience(
            view=None if view is None else frozenset({view}),
            edit=None if edit is None else frozenset({edit}),
        )

    def tick(self, ref: str, *, by: str) -> None:
        """A person ticks every box of a page."""
        for task in self.ask("GET", f"{V2}/tasks?page-id={ref}")["results"]:
            self.ask("PUT", f"{V2}/tasks/{task['id']}", {"status": "complete"}, by=by)
