# SPDX-License-Identifier: Apache-2.0
"""A local, stateful stand-in for a Jira and Confluence site, for tests, training and trying out."""
