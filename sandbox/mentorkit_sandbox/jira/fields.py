# SPDX-License-Identifier: Apache-2.0
"""The fields of issues: those every site has, those its administrators made, and the screens they stand
on."""

from dataclasses import dataclass
from typing import Any

from mentorkit_sandbox.jira.kinds import KINDS, Kind
from mentorkit_sandbox.site import Site
from mentorkit_sandbox.tables import Record

_TYPES = "com.atlassian.jira.plugin.system.customfieldtypes:"
CUSTOM_KINDS: dict[str, tuple[str, Record]] = {
    "multiuserpicker": ("users", {"type": "array", "items": "user"}),
    "userpicker": ("user", {"type": "user"}),
    "textfield": ("line", {"type": "string"}),
    "textarea": ("document", {"type": "string"}),
    "float": ("number", {"type": "number"}),
    "datepicker": ("date", {"type": "date"}),
    "labels": ("labels", {"type": "array", "items": "string"}),
    "url": ("line", {"type": "string"}),
}
"""Custom field types of the sandbox, without the vendor's prefix -> kind of value and schema."""


@dataclass(frozen=True)
class Field:
    """One field. `kind` is None where it cannot be set directly; `schema` None where the vendor gives
    none."""

    id: str
    name: str
    schema: Record | None
    kind: str | None = None
    operations: tuple[str, ...] = ("set",)
    clauses: tuple[str, ...] = ()

    @property
    def custom(self) -> bool:
        """Whether an administrator made it."""
        return self.id.startswith("customfield_")

    @property
    def value(self) -> Kind:
        """How its values are read and shown; only for fields that can be set."""
        return KINDS[str(self.kind)]


def _system(id_: str, name: str, type_: str, kind: str | None = None, items: str | None = None) -> Field:
    schema = {"type": type_, "system": id_} | ({} if items is None else {"items": items})
    operations = ("add", "set", "remove") if type_ == "array" else ("set",)
    clauses = {"duedate": ("due", "duedate"), "security": ("level",), "issuetype": ("issuetype", "type")}
    return Field(id_, name, schema, kind, operations, clauses.get(id_, (id_,)))


_SYSTEM = [
    _system("summary", "Summary", "string", "summary"),
    _system("issuetype", "Issue Type", "issuetype"),
    _system("project", "Project", "project"),
    _system("parent", "Parent", "issuelink", "parent"),
    _system("description", "Description", "string", "document"),
    _system("environment", "Environment", "string", "document"),
    _system("assignee", "Assignee", "user", "assignee"),
    _system("reporter", "Reporter", "user", "reporter"),
    _system("creator", "Creator", "user"),
    _system("labels", "Labels", "array", "labels", "string"),
    _system("priority", "Priority", "priority", "priority"),
    _system("duedate", "Due date", "date", "date"),
    _system("security", "Security Level", "securitylevel", "security"),
    _system("status", "Status", "status"),
    Field("statusCategory", "Status Category", {"type": "statusCategory", "system": "statusCategory"}),
    _system("statuscategorychangedate", "Status Category Changed", "datetime"),
    _system("resolution", "Resolution", "resolution"),
    _system("resolutiondate", "Resolved", "datetime"),
    _system("created", "Created", "datetime"),
    _system("updated", "Updated", "datetime"),
    _system("comment", "Comment", "comments-page"),
    _system("issuelinks", "Linked Issues", "array", None, "issuelinks"),
    _system("subtasks", "Sub-tasks", "array", None, "issuelinks"),
    _system("attachment", "Attachment", "array", None, "attachment"),
    _system("watches", "Watchers", "watches"),
    Field("issuekey", "Key", None, clauses=("id", "issue", "issuekey", "key")),
    Field(
        "customfield_10014", "Epic Link", {"type": "any", "custom": "com.pyxis.greenhopper.jira:gh-epic-link"}
    ),
    Field("customfield_10019", "Rank", {"type": "any", "custom": "com.pyxis.greenhopper.jira:gh-lexo-rank"}),
]
SYSTEM: dict[str, Field] = {field.id: field for field in _SYSTEM}
_FIRST_CUSTOM = 10050
RANK = "customfield_10019"

_DEFAULT_SCREEN = "1"
_ON_NEW_SCREENS = [
    *("summary", "issuetype", "security", "priority", "duedate", "assignee", "reporter"),
    *("environment", "description", "labels", "parent", "issuelinks", "attachment"),
]


def everything(site: Site) -> list[Field]:
    """All fields of the site, system fields first."""
    return [*SYSTEM.values(), *(_custom(row) for row in site.tables.rows("field"))]


def find(site: Site, id_: str) -> Field | None:
    """The field of this id."""
    known = SYSTEM.get(id_)
    if known is not None:
        return known
    row = site.tables.peek("field", id_)
    return None if row is None else _custom(row)


def make_custom(site: Site, name: str, type_: str, description: str) -> Field:
    """Make a custom field; raises KeyError for a type the sandbox does not have."""
    CUSTOM_KINDS[type_.removeprefix(_TYPES)]
    number = site.tables.next_id("field", _FIRST_CUSTOM)
    full_type = _TYPES + type_.removeprefix(_TYPES)
    row: Record = {"id": f"customfield_{number}", "name": name, "type": full_type}
    row |= {"description": description, "everywhere": False}
    site.tables.put("field", row["id"], row)
    return _custom(row)


def bean(field: Field) -> Record:
    """A field as the API lists it."""
    clauses = (
        [f"cf[{field.id.removeprefix('customfield_')}]", field.name] if field.custom else list(field.clauses)
    )
    shown: dict[str, Any] = {
        "id": field.id,
        "key": field.id,
        "name": field.name,
        "custom": field.custom,
        "orderable": field.kind is not None,
        "navigable": True,
        "searchable": bool(clauses),
        "clauseNames": clauses,
    }
    if field.schema is not None:
        shown["schema"] = field.schema
    return shown


def new_screen(site: Site, name: str) -> str:
    """Make a screen with the fields every new project shows, and give its id."""
    default_screen(site)
    id_ = str(site.tables.next_id("screen", 10000))
    _put_screen(site, id_, name)
    return id_


def default_screen(site: Site) -> str:
    """The id of the screen every site has."""
    if site.tables.peek("screen", _DEFAULT_SCREEN) is None:
        _put_screen(site, _DEFAULT_SCREEN, "Default Screen")
    return _DEFAULT_SCREEN


def put_on_new_screens(site: Site, field_id: str) -> None:
    """Have a custom field stand on every screen made from now on."""
    row = site.tables.get("field", field_id) or {}
    site.tables.put("field", field_id, {**row, "everywhere": True})


def on_screen(site: Site, screen_id: str, field_id: str) -> bool:
    """Whether a field can be set where this screen is used."""
    screen = site.tables.peek("screen", screen_id)
    return screen is not None and field_id in screen["fields"]


def put_on_screen(site: Site, screen_id: str, field_id: str) -> None:
    """Add a field to the end of a screen, once."""
    screen = site.tables.get("screen", screen_id)
    if screen is not None and field_id not in screen["fields"]:
        screen["fields"].append(field_id)
        site.tables.put("screen", screen_id, screen)


def _put_screen(site: Site, id_: str, name: str) -> None:
    tab = str(site.tables.next_id("screen_tab", 10000))
    shown = _ON_NEW_SCREENS + [row["id"] for row in site.tables.rows("field") if row["everywhere"]]
    site.tables.put("screen", id_, {"id": id_, "name": name, "tab": tab, "fields": shown})


def _custom(row: Record) -> Field:
    short = row["type"].removeprefix(_TYPES)
    kind, schema = CUSTOM_KINDS[short]
    number = int(row["id"].removeprefix("customfield_"))
    operations = ("add", "set", "remove") if schema["type"] == "array" else ("set",)
    return Field(
        row["id"], row["name"], {**schema, "custom": row["type"], "customId": number}, kind, operations
    )
