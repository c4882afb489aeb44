# SPDX-License-Identifier: Apache-2.0
"""Stored bodies as HTML: everything that people or programs wrote is escaped on its way."""
