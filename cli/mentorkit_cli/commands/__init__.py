# SPDX-License-Identifier: Apache-2.0
"""The commands, one module each (or one a group). They import what is heavy when they run, not before."""
