# SPDX-License-Identifier: Apache-2.0
"""The catalogue that ships: matrices, skills, resources, agendas, guides, tips, questions, figures, words.

The data stand beside these modules as plain files; ``docs/catalogue.md`` says what each of them holds.
"""
