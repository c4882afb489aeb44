# SPDX-License-Identifier: Apache-2.0
"""Files: where feeds stand, who may read them, and that they are written whole or not at all."""

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from mentorkit_calendar.feed_folder import FeedFolder

SHORT = "mk-abcdefgh2345"


def test_feeds_have_their_places(tmp_path: Path) -> None:
    folder = FeedFolder(tmp_path / "feeds")
    for feed in ("program", "person/eve", f"pairing/{SHORT}"):
        folder.write(feed, feed.encode())
    files = sorted(str(file.relative_to(tmp_path)) for file in tmp_path.rglob("*.ics"))
    assert files == [f"feeds/pairings/{SHORT}.ics", "feeds/people/eve.ics", "feeds/program.ics"]
    assert folder.feeds() == {"program", "person/eve", f"pairing/{SHORT}"}
    assert folder.read("person/eve") == b"person/eve"
    assert folder.read("person/max") == b""


@pytest.mark.parametrize(
    "feed",
    [
        "",
        "person/",
        "person/../program",
        "person/a/b",
        "person/Eve",
        "pairing/eve",
        "team/x",
        "person/" + "a" * 81,
    ],
)
def test_a_name_that_is_no_feed_is_refused(tmp_path: Path, feed: str) -> None:
    with pytest.raises(ValueError, match="is not the name of a feed"):
        FeedFolder(tmp_path).write(feed, b"x")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name != "posix", reason="modes are a matter of POSIX")
def test_only_the_owner_can_read(tmp_path: Path) -> None:
    folder = FeedFolder(tmp_path / "feeds")
    folder.write("person/eve", b"x")
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.root.rglob("*")}
    assert modes == {"people": 0o700, "eve.ics": 0o600}
    assert stat.S_IMODE(folder.root.stat().st_mode) == 0o700


def test_the_same_bytes_touch_nothing(tmp_path: Path) -> None:
    folder = FeedFolder(tmp_path)
    folder.write("program", b"x")
    os.utime(tmp_path / "program.ics", ns=(1, 1))
    folder.write("program", b"x")
    assert (tmp_path / "program.ics").stat().st_mtime_ns == 1
    folder.write("program", b"y")
    assert (tmp_path / "program.ics").stat().st_mtime_ns != 1


def test_a_write_that_is_cut_off_leaves_the_old_feed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = FeedFolder(tmp_path)
    folder.write("program", b"old")

    def full(_number: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space"):
            folder.write("program", b"new")
    assert folder.read("program") == b"old"
    assert [file.name for file in tmp_path.iterdir()] == ["program.ics"], "nothing half-written stays"
    folder.write("program", b"new")
    assert [file.name for file in tmp_path.iterdir()] == ["program.ics"]


def test_the_digest_sees_changes_and_losses(tmp_path: Path) -> None:
    folder = FeedFolder(tmp_path)
    states = [folder.digest()]
    acts: tuple[Callable[[], None], ...] = (
        lambda: folder.write("program", b"x"),
        lambda: folder.write("person/eve", b"x"),
        lambda: folder.write("program", b"y"),
        (tmp_path / "people" / "eve.ics").unlink,
    )
    for act in acts:
        act()
        states.append(folder.digest())
    assert len(set(states)) == len(states)
    assert folder.digest() == states[-1]
