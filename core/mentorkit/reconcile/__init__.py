# SPDX-License-Identifier: Apache-2.0
"""The one loop: look, decide, check the limits, apply. Always safe to repeat."""
