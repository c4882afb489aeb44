# SPDX-License-Identifier: Apache-2.0
"""What an adapter's author needs to test it: contract suites, reference stores, factories, faults."""
