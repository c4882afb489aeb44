# SPDX-License-Identifier: Apache-2.0
"""What commands show: pure functions from the world or a change set to values for the output."""
