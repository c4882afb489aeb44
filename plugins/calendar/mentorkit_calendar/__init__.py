# SPDX-License-Identifier: Apache-2.0
"""The calendar plug-in: meetings as iCalendar feeds that people subscribe to."""
