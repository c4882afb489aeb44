# SPDX-License-Identifier: Apache-2.0
"""Mentorkit's domain core: programs, plans and pairings, with no network and no vendor in it."""

__version__ = "0.1.0"
