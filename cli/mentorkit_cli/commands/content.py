# SPDX-License-Identifier: Apache-2.0
"""``mentorkit content``: the catalogue that ships, and what a program takes out of it."""

from pathlib import Path
from typing import Any

import rich_click as click
from click.exceptions import Exit
from click.shell_completion import CompletionItem

from mentorkit_cli.context import App, pass_app
from mentorkit_cli.failures import PENDING
from mentorkit_cli.lazy import Section
from mentorkit_cli.next_step import next_step

_AREAS = ("roles", "skills", "resources", "agendas", "guides", "tips", "surveys", "kpis", "platforms")
_FOLDER = click.Path(path_type=Path, file_okay=False)
_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


def _completes(*areas: str) -> Any:
    def complete(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        from mentorkit.content.catalogue import identifier, shipped

        ids = sorted({identifier(one.value) for area in areas for one in shipped().area(area)})
        return [CompletionItem(name) for name in ids if name.startswith(incomplete)]

    return complete


@click.group(cls=Section)
def content() -> None:
    """The catalogue: roles, skills, resources, agendas, guides, tips, questions, figures."""


@content.command("list")
@click.argument("area", required=False, type=click.Choice(_AREAS))
@click.option("--family", default="", help="Roles of one family; platforms for it.")
@click.option("--role", default="", shell_complete=_completes("roles"), help="What one role needs.")
@click.option("--skill", default="", shell_complete=_completes("skills"), help="Resources for one skill.")
@click.option("--kind", default="", help="Of one kind: course, book, talk, workshop, manual, practice …")
@click.option("--language", default="", help="Resources or platforms in one language: en, bg, de …")
@pass_app
def list_content(app: App, /, area: str | None, **wanted: str) -> None:
    """List the catalogue, or one AREA of it.

    \b
    Examples:
        mentorkit content list
        mentorkit content list roles --family data-and-ai
        mentorkit content list resources --skill sql --kind course
        mentorkit content list platforms --role ux-designer --language en
    """
    from mentorkit.content.catalogue import shipped
    from mentorkit.content.filters import Filter
    from mentorkit_cli.views import content as views

    catalogue = shipped()
    if area is None:
        app.out.show(views.overview(catalogue))
    else:
        wish = Filter(**wanted)
        values = [one.value for one in catalogue.area(area) if wish.fits(catalogue, one.value)]
        app.out.show(views.listed(catalogue, area, values))
    next_step(app, "content show ID", "one entry in full")


@content.command()
@click.argument("name", metavar="ID", shell_complete=_completes(*_AREAS))
@click.option("--language", "languages", multiple=True, help="In this language where it is translated.")
@pass_app
def show(app: App, name: str, languages: tuple[str, ...]) -> None:
    """Show one entry of the catalogue in full: a matrix, a skill with its resources, an agenda …

    \b
    Examples:
        mentorkit content show drupal-developer
        mentorkit content show first-meeting --language bg
    """
    from mentorkit.content.catalogue import identifier, shipped
    from mentorkit.content.texts import Texts
    from mentorkit.program.suggest import did_you_mean
    from mentorkit_cli.views.content import entries

    catalogue = shipped()
    there = {area: catalogue.by_id(area) for area in _AREAS}
    found = [(area, values[name]) for area, values in there.items() if name in values]
    if not found:
        known = {identifier(value) for values in there.values() for value in values.values()}
        remedy = did_you_mean(name, known, "look with mentorkit content search")
        raise click.BadParameter(f"the catalogue has no {name!r}; {remedy}", param_hint="ID")
    app.out.show(entries(catalogue, found, Texts(languages)))
    if found[0][0] in ("roles", "skills"):
        next_step(app, f"content use {'--skill ' if found[0][0] == 'skills' else ''}{name}")


@content.command()
@click.argument("words", nargs=-1, required=True)
@click.option(
    "--area", "areas", multiple=True, type=click.Choice(_AREAS), help="Only there; may be repeated."
)
@click.option("--most", type=click.IntRange(1, 500), default=20, show_default=True, help="How many at most.")
@pass_app
def search(app: App, words: tuple[str, ...], areas: tuple[str, ...], most: int) -> None:
    """Find roles, skills, resources and everything else by names, synonyms and words.

    \b
    Examples:
        mentorkit content search k8s
        mentorkit content search code review --area skills
    """
    from mentorkit.content.catalogue import shipped
    from mentorkit.content.search import search as find
    from mentorkit_cli.views.content import found

    app.out.show(found(find(shipped(), " ".join(words), areas or _AREAS)[:most], " ".join(words)))
    next_step(app, "content show ID", "one of them in full")


@content.command()
@click.argument("roles", metavar="[ROLE]...", nargs=-1, shell_complete=_completes("roles"))
@click.option("--skill", "skills", multiple=True, shell_complete=_completes("skills"), help="A skill more.")
@click.option("--look", is_flag=True, help="Only show what would be written.")
@pass_app
def use(app: App, roles: tuple[str, ...], skills: tuple[str, ...], look: bool) -> None:
    """Copy roles into the program folder, with the skills and resources they need.

    From then on they are the company's: edit them as you like. What is in the folder already stays
    as it is. Each role says which release it is from, catalogue.lock does so for the rest.

    \b
    Examples:
        mentorkit content use drupal-developer qa-engineer --look
        mentorkit content use ux-designer --skill sql
    """
    from mentorkit.content.take import choose, take
    from mentorkit_cli.views.content_changes import taken as view

    if not roles and not skills:
        raise click.UsageError("name a role, or a skill with --skill")
    chosen = choose(app.folder, roles, skills)
    if not look:
        take(app.folder, chosen)
    app.out.show(view(chosen, look=look))
    next_step(app, f"content use {' '.join(roles)}".strip() if look else "diff")


@content.command()
@click.option("--all", "everything", is_flag=True, help="Also what only you changed.")
@click.option("--exit-code", is_flag=True, help="End with 3 when the catalogue has something newer.")
@pass_app
def diff(app: App, everything: bool, exit_code: bool) -> None:
    """Show what changed in the catalogue since the program took things from it. Nothing is written.

    To take a newer wording, copy it by hand, or delete the file and run content use again.

    \b
    Examples:
        mentorkit content diff
        mentorkit content diff --all --json
    """
    from mentorkit.content.compare import compare
    from mentorkit_cli.views.content_changes import differences

    found = [one for one in compare(app.folder) if everything or one.state != "here"]
    app.out.show(differences(found))
    next_step(app, "content show ID", "the newer wording in full")
    if exit_code and any(one.state != "here" for one in found):
        raise Exit(PENDING)


@content.command()
@click.argument("place", metavar="[FOLDER]", required=False, type=_FOLDER)
@pass_app
def check(app: App, place: Path | None) -> None:
    """Check the catalogue, or that in FOLDER, or the program in FOLDER. Ends with 1 on a fault.

    In a program folder few skills or few resources are advice; in a catalogue they are faults.

    \b
    Examples:
        mentorkit content check
        mentorkit content check my-catalogue
        mentorkit content check . --json
    """
    from mentorkit.content.checks import PROGRAM, check_catalogue, check_program
    from mentorkit_cli.views.content_changes import checked

    if place is not None and not place.is_dir():
        raise click.BadParameter(f"there is no folder {str(place)!r}", param_hint="FOLDER")
    if place is not None and (place / PROGRAM).exists():
        faults, advice = check_program(place)
    else:
        faults, advice = (check_catalogue(place) if place else check_catalogue()), []
    app.out.show(checked(str(place or "the catalogue"), faults, advice))
    if faults:
        raise Exit(1)
    next_step(app, "content links", "whether the addresses still answer")


@content.command()
@click.argument("place", metavar="FOLDER", type=_FOLDER)
@click.option("--schemas", is_flag=True, help="Instead: JSON Schemas, so that editors help with the files.")
@pass_app
def export(app: App, place: Path, schemas: bool) -> None:
    """Write the catalogue to FOLDER as plain files. Files that are there stay as they are.

    With --schemas, FOLDER is a program folder: .mentorkit-schemas/ holds a JSON Schema for each of
    its files, and .vscode/settings.json (where there is none) says which belongs to which.

    \b
    Examples:
        mentorkit content export my-catalogue
        mentorkit content export . --schemas
    """
    from mentorkit.content.export import export_catalogue, export_schemas
    from mentorkit_cli.views.content_changes import exported

    written, kept = (export_schemas if schemas else export_catalogue)(place)
    app.out.show(exported(str(place), written, kept))
    next_step(app, "doctor" if schemas else f"content check {place}")


@content.command("import")
@click.argument("csv_file", metavar="CSV", type=_FILE)
@click.option("--uk", is_flag=True, help="It is the UK Government Digital and Data framework's role file.")
@click.option("--role", "roles", multiple=True, help="Only this role of the file; may be repeated.")
@click.option("--look", is_flag=True, help="Only show what would be written.")
@pass_app
def import_matrix(app: App, csv_file: Path, uk: bool, roles: tuple[str, ...], look: bool) -> None:
    """Bring role matrices from a CSV file into the program folder.

    Columns in any order: role, skill, level and grade; or role, skill and a column for each grade.
    Skills that the folder or the catalogue knows by name or synonym are used, others are added.

    \b
    Examples:
        mentorkit content import matrix.csv --look
        mentorkit content import role-content.csv --uk --role "Data engineer"
    """
    from mentorkit.content.bring import bring, from_table, write
    from mentorkit.content.matrix_table import read_matrix
    from mentorkit.content.uk_framework import ATTRIBUTION, read_framework
    from mentorkit.program.files import decoded
    from mentorkit_cli.views.content_changes import brought as view

    text, name = decoded(csv_file.read_bytes(), csv_file.name), csv_file.name
    notes: list[str] = []
    if uk:
        matrices, skills, notes = read_framework(text, name)
    else:
        table = read_matrix(text, name)
        matrices, skills = from_table(table)
        notes = [f"the column {column!r} was not used" for column in table.unused]
    matrices = [one for one in matrices if not roles or one.name in roles]
    if not matrices:
        raise click.BadParameter("no such role is in the file", param_hint="--role")
    notes = [note for note in notes if not uk or note.partition(",")[0] in {one.name for one in matrices}]
    home, head = ("uk-framework", ATTRIBUTION) if uk else ("imported", "")
    found = bring(app.folder, matrices, skills, home=home, head=head, catalogue=not uk, notes=notes)
    if not look:
        write(app.folder, found)
    app.out.show(view(found, look=look))
    next_step(app, "content check .", "what the matrices may lack")


@content.command()
@click.argument("ids", metavar="[ID]...", nargs=-1, shell_complete=_completes("resources", "skills"))
@click.option("--most", type=click.IntRange(1, 10_000), default=10_000, help="Ask for so many at most.")
@pass_app
def links(app: App, ids: tuple[str, ...], most: int) -> None:
    """Ask whether the catalogue's addresses still answer, from this machine. Ends with 1 when some are gone.

    IDs are resources, platforms or skills; without any, all are asked: one at a time for each host, with
    a pause of a second, four hosts at once. Addresses that are not public are never asked.

    \b
    Examples:
        mentorkit content links sql
        mentorkit content links --most 50 --json
    """
    from time import sleep

    from mentorkit.content.catalogue import shipped
    from mentorkit.content.links import check_links, links_of, offline
    from mentorkit_cli.link_probe import Probe
    from mentorkit_cli.views.content_changes import links as view

    probe = Probe()
    try:
        results = list(check_links(links_of(shipped(), ids)[:most], probe, sleep))
    finally:
        probe.close()
    app.out.show(view(results, offline=offline(results)))
    if offline(results) or any(result.verdict == "gone" for result in results):
        raise Exit(1)
    next_step(app, "content check")
