# SPDX-License-Identifier: Apache-2.0
"""Reports: figures, risks and tables from events in the tools. Pure, and never a word that people wrote."""
