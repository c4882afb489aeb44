# SPDX-License-Identifier: Apache-2.0
"""Where the vendors' documents and their sites are known to differ: the only deviations the spec check lets
pass."""

from typing import Any, NamedTuple


class Status(NamedTuple):
    """A status the document does not list for an operation, and who says that it happens."""

    method: str
    path: str
    status: int
    source: str


class Patch(NamedTuple):
    """A correction of a document: JSON pointer, the keys to set there, and who says so."""

    document: str
    pointer: str
    keys: dict[str, Any]
    source: str


_ANY = r"/.*"
_RATE = "developer.atlassian.com: Rate limiting"
_GATEWAY = "any vendor's gateway may answer so; ordered by the sandbox's fault control"

STATUSES: tuple[Status, ...] = (
    Status(
        "*", _ANY, 401, "developer.atlassian.com: Basic auth for REST APIs (wrong credentials, any operation)"
    ),
    Status("*", _ANY, 429, _RATE),
    Status("*", _ANY, 500, _GATEWAY),
    Status("*", _ANY, 503, _GATEWAY),
    Status("*", _ANY, 501, "the sandbox's own: it names what it does not support instead of pretending"),
    Status("*", r"/rest/api/3/search", 410, "developer.atlassian.com/changelog/#CHANGE-2046"),
    Status("POST", r"/rest/api/3/issue/bulkfetch", 404, "as every operation on what is not there"),
    Status("*", r"/rest/api/3/issue/[^/]+/changelog", 400, "paging parameters are checked everywhere"),
    Status("GET", r"/rest/api/3/issue/[^/]+", 400, "paging and list parameters are checked everywhere"),
    Status(
        "POST", r"/rest/api/3/issue/[^/]+/remotelink", 400, "missing title or url, seen in clients' trackers"
    ),
    Status(
        "GET", r"/rest/api/3/issue/createmeta/.*", 404, "as every operation on a project that is not there"
    ),
    Status("GET", r"/rest/api/3/issuesecurityschemes/\d+", 404, "as every operation on what is not there"),
    Status("POST", r"/rest/api/3/field", 403, "text of the operation: Administer Jira is required"),
    Status("*", r"/rest/agile/1.0/board(/.*)?", 404, "as every operation on what is not there"),
    Status("PUT", r"/rest/agile/1.0/issue/rank", 404, "as every operation on what is not there"),
    Status("PUT", r"/wiki/api/v2/(pages|spaces)/.*", 409, "CONFCLOUD-76640: not the next version"),
    Status("POST", r"/wiki/api/v2/pages", 403, "not documented: how the sandbox says Free plan"),
    Status("*", r"/wiki/rest/api/content/[^/]+/restriction.*", 403, "not documented: the same"),
    Status("*", r"/wiki/rest/api/content/[^/]+/restriction", 400, "listed for DELETE: validation rules"),
)

PATCHES: tuple[Patch, ...] = (
    Patch(
        "jira-platform-v3",
        "/components/schemas/DashboardGadgetPosition",
        {
            "properties": {"row": {"type": "integer"}, "column": {"type": "integer"}},
            "required": ["row", "column"],
        },
        "the document has sentences for property names; its own example says row and column",
    ),
    Patch(
        "jira-platform-v3",
        "/components/schemas/User/properties/accountId",
        {"nullable": True},
        "text of Assign issue: a null account id makes the issue unassigned",
    ),
    Patch(
        "jira-platform-v3",
        "/components/schemas/SecuritySchemeMembersRequest",
        {"required": ["members"]},
        "the document requires a property that it does not allow; its example has members",
    ),
    Patch(
        "jira-platform-v3",
        "/components/schemas/JsonNode",
        {
            "type": ["object", "array", "string", "number", "boolean"],
            "properties": {},
            "additionalProperties": True,
        },
        "the document describes the insides of a Java class; its own example has any JSON",
    ),
    *(
        Patch(
            "jira-platform-v3",
            f"/components/schemas/ChangeDetails/properties/{name}",
            {"nullable": True},
            "the document's own examples of changelogs have null where a field was or becomes empty",
        )
        for name in ("from", "fromString", "to", "toString")
    ),
)

ONE_OF_IS_ANY_OF = ("confluence-v2",)
"""Documents whose ``oneOf`` offers schemas without required properties: every correct body matches all of
them."""
