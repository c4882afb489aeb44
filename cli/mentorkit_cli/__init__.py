# SPDX-License-Identifier: Apache-2.0
"""The command line ``mentorkit``: commands, what they print, and the sentences of every failure."""
