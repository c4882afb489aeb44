# SPDX-License-Identifier: Apache-2.0
"""The documentation is tested on the company of the acceptance tests."""

from tests.acceptance.conftest import company_at

__all__ = ["company_at"]
