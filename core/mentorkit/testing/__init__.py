# SPDX-License-Identifier: Apache-2.0
"""What an adapter's author needs to test it: contract suites, reference stores, factories, faults.

An adapter named ``jira`` keeps its contracts in ``tests/contracts/test_jira.py``: one test class for
each port it serves, inheriting the suite of that port from ``mentorkit.testing.contracts``, with a
``tool`` fixture (``directory`` and ``people`` for a people directory). An adapter without one does
not pass the test-suite: ``tests/contracts/test_every_adapter_has_one.py`` looks for them by this name.
"""
