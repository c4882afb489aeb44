# SPDX-License-Identifier: Apache-2.0
"""What Mentorkit's adapters for Atlassian's tools share: the way to a site, and the settings that name it."""
