# SPDX-License-Identifier: Apache-2.0
"""Mentorkit on Jira Cloud: plan items as issues, people by their accounts, work to practice on."""
