# SPDX-License-Identifier: Apache-2.0
"""Confluence's refusals, in the shape of the API version that was asked."""

from flask import has_request_context, request

from mentorkit_sandbox.errors import ApiError, error_for_path


def bad_request(message: str) -> ApiError:
    """400: the request itself is wrong."""
    return _refusal(400, "INVALID_REQUEST_PARAMETER", message)


def forbidden(message: str) -> ApiError:
    """403: known, and not allowed."""
    return _refusal(403, "FORBIDDEN", message)


def not_found(message: str) -> ApiError:
    """404: not there, or not for the eyes of who asks; the two cannot be told apart."""
    return _refusal(404, "NOT_FOUND", message)


def conflict(message: str) -> ApiError:
    """409: built on a version that is no longer the latest one."""
    return _refusal(409, "CONFLICT", message)


def too_large(message: str) -> ApiError:
    """413: over the size Confluence takes."""
    return _refusal(413, "PAYLOAD_TOO_LARGE", message)


def _refusal(status: int, code: str, message: str) -> ApiError:
    path = request.path if has_request_context() else "/wiki/api/v2"
    return error_for_path(path, status, code, message)
