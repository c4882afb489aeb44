# SPDX-License-Identifier: Apache-2.0
"""What stands on disk: the mirror of the last look and the journal. May be deleted at any moment."""

from mentorkit.state.state import State

__all__ = ["State"]
