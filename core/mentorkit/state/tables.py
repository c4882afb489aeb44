# SPDX-License-Identifier: Apache-2.0
"""The tables of the state: mirror, cursors, journal."""

from sqlalchemy import Column, DateTime, Index, Integer, MetaData, String, Table, Text

metadata = MetaData()

mirror = Table(
    "mirror",
    metadata,
    Column("store", String(20), primary_key=True),
    Column("ref", String(200), primary_key=True),
    Column("key", String(300), nullable=False, default=""),
    Column("url", String(500), nullable=False, default=""),
    Column("payload", Text, nullable=False),
)

cursors = Table(
    "cursors",
    metadata,
    Column("store", String(20), primary_key=True),
    Column("cursor", Text, nullable=False),
    Column("full_at", DateTime(timezone=False), nullable=False),
)

journal = Table(
    "journal",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("at", DateTime(timezone=False), nullable=False),
    Column("store", String(20), nullable=False),
    Column("key", String(300), nullable=False),
    Column("action", String(10), nullable=False),
    Column("state", String(20), nullable=False),
    Column("ref", String(200), nullable=False, default=""),
    Index("journal_open", "store", "key", "state"),
)
