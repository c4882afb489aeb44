# SPDX-License-Identifier: Apache-2.0
"""The demo: a fictional company's first weeks, played against the sandbox."""
