# SPDX-License-Identifier: Apache-2.0
"""``python -m mentorkit_cli`` is ``mentorkit``."""

from mentorkit_cli.main import main

main()
