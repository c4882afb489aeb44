# SPDX-License-Identifier: Apache-2.0
"""Confluence Cloud: API v1 and v2 over one site's state."""
