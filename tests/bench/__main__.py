# SPDX-License-Identifier: Apache-2.0
"""``python -m tests.bench``: what ``make bench`` runs."""

from tests.bench.measures import main

main()
