# SPDX-License-Identifier: Apache-2.0
"""The error an operation raises to answer with a status; the transaction is rolled back."""

from collections.abc import Mapping
from typing import Any


class ApiError(Exception):
    """An answer other than success: a status and the JSON body in the shape of the API it belongs to."""

    def __init__(self, status: int, body: Any, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(f"{status} {body}")
        self.status = status
        self.body = body
        self.headers = dict(headers or {})


def jira_error(status: int, *messages: str, errors: Mapping[str, str] | None = None) -> ApiError:
    """An error in Jira's shape: messages about the whole request, and one for each field at fault."""
    return ApiError(status, {"errorMessages": list(messages), "errors": dict(errors or {})})


def confluence_v2_error(status: int, code: str, title: str, detail: str | None = None) -> ApiError:
    """An error in the shape of Confluence's API v2."""
    body = {"errors": [{"status": status, "code": code, "title": title, "detail": detail}]}
    return ApiError(status, body)


def confluence_v1_error(status: int, message: str) -> ApiError:
    """An error in the shape of Confluence's API v1."""
    data = {"authorized": status not in (401, 403), "valid": True, "errors": [], "successful": False}
    return ApiError(status, {"statusCode": status, "data": data, "message": message})


def error_for_path(path: str, status: int, code: str, message: str) -> ApiError:
    """An error in the shape of the API that owns `path`."""
    if path.startswith("/wiki/api/v2"):
        return confluence_v2_error(status, code, message)
    if path.startswith("/wiki/rest"):
        return confluence_v1_error(status, message)
    return jira_error(status, message)


def not_supported(what: str) -> ApiError:
    """The honest answer to what the sandbox does not imitate."""
    return ApiError(501, {"sandbox": f"The sandbox does not support {what}."})
