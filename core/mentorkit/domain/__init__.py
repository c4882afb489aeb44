# SPDX-License-Identifier: Apache-2.0
"""The words of mentoring: frozen values and pure functions over them."""
