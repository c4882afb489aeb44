# SPDX-License-Identifier: Apache-2.0
"""The demo: a fictional company's year, played against the sandbox."""
