# SPDX-License-Identifier: Apache-2.0
"""What a request wants to change in an issue: read, checked as a whole, and only then applied."""

from dataclasses import dataclass, field
from typing import Any

from mentorkit_sandbox.errors import jira_error, not_supported
from mentorkit_sandbox.jira import access, fields, links, properties, world
from mentorkit_sandbox.jira.comments import parse_body
from mentorkit_sandbox.jira.fields import Field
from mentorkit_sandbox.jira.kinds import Context, FieldError, InvalidInput
from mentorkit_sandbox.jira.links import NewLink
from mentorkit_sandbox.tables import Record

_ADMINISTRATORS_ONLY = ("reporter", "security")
_WRONG_PARENT = "Given parent work item does not belong to appropriate hierarchy."


@dataclass
class Edit:
    """Checked changes: stored values by field, documents of comments, links, and entity properties."""

    values: dict[str, Any] = field(default_factory=dict)
    comments: list[Any] = field(default_factory=list)
    links: list[NewLink] = field(default_factory=list)
    properties: dict[str, Any] = field(default_factory=dict)


def read(context: Context, details: Record, type_id: str, current: Record | None) -> Edit:
    """Read the body of a create (`current` None) or an edit.

    Raises the vendor's 400 with every field at fault, or ``INVALID_INPUT`` for a document it cannot read.
    """
    if "historyMetadata" in details:
        raise not_supported("historyMetadata")
    edit, errors = Edit(properties=properties.read_inline(details)), dict[str, str]()
    wanted = _operations(details)
    for name, operations in wanted.items():
        try:
            _read_field(context, edit, name, operations, current)
        except FieldError as error:
            errors[name] = str(error)
        except InvalidInput as error:
            raise jira_error(400, "INVALID_INPUT") from error
    if current is None:
        _require(context, edit, errors)
    if "parent" in edit.values and "parent" not in errors:
        _check_parent(context, edit.values["parent"], type_id, errors)
    if current is None and world.ISSUE_TYPES[type_id]["hierarchyLevel"] < 0 and not edit.values.get("parent"):
        errors.setdefault("parent", "Issue type is a sub-task but parent issue key or id not specified.")
    if errors:
        raise jira_error(400, errors=errors)
    return edit


def _operations(details: Record) -> dict[str, list[Record]]:
    """Field -> operations; what stands under ``fields`` is a ``set``."""
    given, update = details.get("fields", {}), details.get("update", {})
    if not isinstance(given, dict) or not isinstance(update, dict):
        raise jira_error(400, "Invalid request payload. Refer to the REST API documentation and try again.")
    both = sorted(set(given) & set(update))
    if both:
        raise jira_error(400, errors=dict.fromkeys(both, "Field is in both 'fields' and 'update'."))
    wanted = {name: [{"set": value}] for name, value in given.items() if name not in ("project", "issuetype")}
    for name, operations in update.items():
        if not isinstance(operations, list) or not all(
            isinstance(one, dict) and len(one) == 1 for one in operations
        ):
            raise jira_error(
                400, errors={name: "Operations must be a list of objects with one operation each."}
            )
        if operations:
            wanted[name] = operations
    return wanted


def _read_field(
    context: Context, edit: Edit, name: str, operations: list[Record], current: Record | None
) -> None:
    if name == "comment":
        edit.comments += [parse_body(context, _added(one).get("body")) for one in operations]
    elif name == "issuelinks":
        edit.links += [links.read_inline(context, _added(one)) for one in operations]
    else:
        known = _settable(context, name, create=current is None)
        before = None if current is None else current["fields"].get(name)
        edit.values[name] = _apply(context, known, operations, before)


def _added(operation: Record) -> Record:
    value = operation.get("add")
    if not isinstance(value, dict):
        raise FieldError("Only the operation 'add' with an object is possible here.")
    return value


def _settable(context: Context, name: str, *, create: bool) -> Field:
    """The field, if this person may set it here; on editing the vendor does not look at screens."""
    known = fields.find(context.site, name)
    refused = known is None or known.kind is None
    if create and not fields.on_screen(context.site, context.project["screen"], name):
        refused = True
    if name in _ADMINISTRATORS_ONLY and not access.administers(context.person, context.project):
        refused = True
    if name == "security" and context.site.settings.free_plan:
        refused = True
    if known is None or refused:
        raise FieldError(f"Field '{name}' cannot be set. It is not on the appropriate screen, or unknown.")
    return known


def _apply(context: Context, known: Field, operations: list[Record], before: Any) -> Any:
    value = before
    for operation in operations:
        ((verb, given),) = operation.items()
        if verb not in known.operations:
            raise FieldError(f"The operation '{verb}' is not possible on this field.")
        if known.id == "parent" and given == {"none": True}:
            given = None
        if verb == "set":
            value = known.value.parse(context, given)
            continue
        changed = known.value.parse(context, [given])
        kept = [one for one in value or [] if one not in changed]
        value = kept if verb == "remove" else kept + changed
    return sorted(value) if known.kind == "labels" else value


def _require(context: Context, edit: Edit, errors: dict[str, str]) -> None:
    if "summary" not in edit.values and "summary" not in errors:
        errors["summary"] = "You must specify a summary of the issue."
    edit.values.setdefault("reporter", context.person.account_id)
    edit.values.setdefault("priority", world.DEFAULT_PRIORITY)
    scheme = context.site.tables.peek("security_scheme", context.project["security_scheme"] or "")
    if scheme is not None and scheme["default"] is not None:
        edit.values.setdefault("security", scheme["default"])


def _check_parent(context: Context, parent_id: str | None, type_id: str, errors: dict[str, str]) -> None:
    parent = context.site.tables.peek("issue", parent_id) if parent_id else None
    level = world.ISSUE_TYPES[type_id]["hierarchyLevel"]
    if parent is None:
        if level < 0:
            errors["parent"] = "Issue type is a sub-task but parent issue key or id not specified."
        return
    elsewhere = level < 0 and parent["project"] != context.project["id"]
    if world.ISSUE_TYPES[parent["type"]]["hierarchyLevel"] != level + 1 or elsewhere:
        errors["parentId"] = _WRONG_PARENT
