# SPDX-License-Identifier: Apache-2.0
"""The program folder: what people write down about their mentorship program, read and checked."""
