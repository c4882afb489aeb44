# SPDX-License-Identifier: Apache-2.0
"""Page kinds, pure: each writes a record as a document and reads a document back into a record."""
