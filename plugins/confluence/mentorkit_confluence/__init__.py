# SPDX-License-Identifier: Apache-2.0
"""Mentorkit's adapter for Confluence Cloud: pages and people."""
