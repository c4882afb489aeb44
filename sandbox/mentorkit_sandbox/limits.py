# SPDX-License-Identifier: Apache-2.0
"""Rate limits: requests a second by endpoint and method, and writes to one issue.

The numbers and headers follow the vendor's "Rate limiting" pages. Windows run on the site's clock, so a test
lets a second pass by advancing it.
"""

from datetime import datetime, timedelta

from flask import Flask, Response, g, request

from mentorkit_sandbox.errors import ApiError, error_for_path
from mentorkit_sandbox.site import Site

_PER_ISSUE = ((timedelta(seconds=2), 20), (timedelta(seconds=30), 100))
_SECOND = timedelta(seconds=1)


def too_many_requests(
    site: Site, path: str, reason: str, limit: int | None = None, retry_after: int | None = 1
) -> ApiError:
    """The vendor's 429: why, until when, and (where the site sends it) how long to wait."""
    error = error_for_path(path, 429, "RATE_LIMITED", "Rate limit exceeded.")
    error.headers["RateLimit-Reason"] = reason
    error.headers["X-RateLimit-Remaining"] = "0"
    error.headers["X-RateLimit-Reset"] = _iso(site.clock.now() + timedelta(seconds=retry_after or 1))
    if limit is not None:
        error.headers["X-RateLimit-Limit"] = str(limit)
    if retry_after is not None:
        error.headers["Retry-After"] = str(retry_after)
    return error


def issue_written(site: Site, issue_id: str) -> None:
    """Count one write to an issue; raises the vendor's 429 when that issue had too many."""
    if not site.settings.per_issue_limit:
        return
    now, key = site.clock.now(), f"issue {issue_id}"
    for window, limit in _PER_ISSUE:
        if site.rates.within(key, window, now) >= limit:
            wait = int(window.total_seconds()) if site.settings.retry_after_header else None
            raise too_many_requests(site, "/rest/api/3", "jira-per-issue-on-write", limit, wait)
    site.rates.note(key, now, keep=_PER_ISSUE[-1][0])


def install(app: Flask, site: Site) -> None:
    """Apply ``settings.burst_limits`` to every request of a vendor's API."""

    @app.before_request
    def limit_burst() -> None:
        limit = site.settings.burst_limits.get(request.method)
        g.rate = None
        if limit is None or request.url_rule is None or not request.path.startswith(("/rest/", "/wiki/")):
            return
        now, key = site.clock.now(), f"{request.method} {request.url_rule.rule}"
        used = site.rates.within(key, _SECOND, now)
        if used >= limit:
            vendor = "confluence" if request.path.startswith("/wiki/") else "jira"
            wait = 1 if site.settings.retry_after_header else None
            raise too_many_requests(site, request.path, f"{vendor}-burst-based", limit, wait)
        site.rates.note(key, now, keep=_SECOND)
        g.rate = (limit, limit - used - 1, now + _SECOND)

    @app.after_request
    def tell_rate(response: Response) -> Response:
        rate = g.get("rate")
        if rate is not None:
            limit, remaining, reset = rate
            response.headers["X-RateLimit-Limit"] = str(limit)
            response.headers["X-RateLimit-Remaining"] = str(remaining)
            response.headers["X-RateLimit-Reset"] = _iso(reset)
            if remaining < limit / 5:
                response.headers["X-RateLimit-NearLimit"] = "true"
        return response


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")
