# SPDX-License-Identifier: Apache-2.0
"""The house rules that a machine can check: who imports whom, how long a module is, what no file may hold."""

import ast
import re
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = {
    "mentorkit": ROOT / "core" / "mentorkit",
    "mentorkit_atlassian": ROOT / "plugins" / "atlassian" / "mentorkit_atlassian",
    "mentorkit_jira": ROOT / "plugins" / "jira" / "mentorkit_jira",
    "mentorkit_gitlab": ROOT / "plugins" / "gitlab" / "mentorkit_gitlab",
    "mentorkit_confluence": ROOT / "plugins" / "confluence" / "mentorkit_confluence",
    "mentorkit_calendar": ROOT / "plugins" / "calendar" / "mentorkit_calendar",
    "mentorkit_cli": ROOT / "cli" / "mentorkit_cli",
    "mentorkit_sandbox": ROOT / "sandbox" / "mentorkit_sandbox",
}
LONGEST, LONG = 400, 300

LAYERS = {
    "errors": set[str](),
    "keeping": {"errors"},
    "secrets": {"errors", "keeping"},
    "domain": set[str](),
    "program": {"domain", "content", "errors"},
    "content": {"domain", "program", "errors"},
    "ports": {"domain", "errors"},
    "adapters": {"domain", "ports", "secrets"},
    "documents": {"domain", "ports", "program", "content"},
    "matching": {"domain", "ports", "program", "documents"},
    "reports": {"domain", "ports", "program", "documents", "content"},
    "reconcile": {"domain", "ports", "adapters", "errors", "state"},
    "state": {"domain", "ports", "errors", "reconcile"},
    "rules": {"domain", "ports", "program", "documents", "matching", "reports", "reconcile", "content"},
}
"""Which other parts of the core each part may import."""

TOP = {"__init__", "hookspecs", "plugins", "settings", "testing", "workspace"}
"""Parts that hold the others together and may import all of the core."""

FOREIGN = {
    "requests",
    "urllib3",
    "httpx",
    "atlassian",
    "jira",
    "gitlab",
    "lxml",
    "icalendar",
    "click",
    "rich_click",
    "flask",
    "werkzeug",
}
"""What the core never imports: networks, vendors, formats of tools, the command line."""

SHARED = {"mentorkit_jira": {"mentorkit_atlassian"}, "mentorkit_confluence": {"mentorkit_atlassian"}}
"""What plug-ins for tools of one vendor share."""

UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
ELSEWHERE = ("/wo" + "rk/", "/ro" + "ot/", "py" + "pi.", "files.python" + "hosted", "proxy.golang" + ".org")


def modules(package: str) -> list[Path]:
    return sorted(PACKAGES[package].rglob("*.py"))


def sources() -> list[Path]:
    """Every Python file of the project, tests included."""
    folders = [*PACKAGES.values(), ROOT / "tests"]
    return sorted(path for folder in folders for path in folder.rglob("*.py"))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def imports(path: Path) -> Iterator[str]:
    """Every module that a file imports when it runs, at the top or inside a function."""
    for node in running(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield f"{node.module}"
            if node.module in PACKAGES:
                yield from (f"{node.module}.{alias.name}" for alias in node.names)


def running(node: ast.AST) -> Iterator[ast.AST]:
    """All nodes but those that only a type checker looks at."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING":
            continue
        yield child
        yield from running(child)


def ours(path: Path) -> set[str]:
    """The packages of the project that a file imports."""
    return {name.split(".")[0] for name in imports(path)} & set(PACKAGES)


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_the_core_knows_no_network_no_vendor_and_no_plugin() -> None:
    for path in modules("mentorkit"):
        roots = {name.split(".")[0] for name in imports(path)}
        assert not roots & FOREIGN, named(path)
        assert ours(path) <= {"mentorkit"}, named(path)


def parts() -> dict[str, list[Path]]:
    """The parts of the core, folders and single modules, with their files."""
    found: dict[str, list[Path]] = {}
    for path in modules("mentorkit"):
        part = path.relative_to(PACKAGES["mentorkit"]).parts[0].removesuffix(".py")
        found.setdefault(part, []).append(path)
    return found


def test_imports_run_one_way() -> None:
    for part, files in parts().items():
        assert part in LAYERS or part in TOP, f"{part}: say in LAYERS what it may import"
        for path in files if part in LAYERS else ():
            names = {name.split(".")[1] for name in imports(path) if name.startswith("mentorkit.")}
            assert names - {"__version__", part} <= LAYERS[part], f"{named(path)} imports {sorted(names)}"


def test_no_modules_import_each_other_in_a_circle() -> None:
    """By what they import when they are loaded; an import inside a function is late enough."""
    graph = {
        module: set(loading(path)) for package in PACKAGES for module, path in by_module(package).items()
    }
    cleared: set[str] = set()

    def walk(module: str, above: tuple[str, ...]) -> None:
        assert module not in above, " → ".join((*above[above.index(module) :], module))
        if module not in cleared:
            for name in sorted(graph[module] & set(graph)):
                walk(name, (*above, module))
            cleared.add(module)

    for module in sorted(graph):
        walk(module, ())


def by_module(package: str) -> dict[str, Path]:
    folder = PACKAGES[package].parent
    return {".".join(path.relative_to(folder).with_suffix("").parts): path for path in modules(package)}


def loading(path: Path) -> Iterator[str]:
    """The modules that a file imports when it is loaded; of a package the names that are modules of it."""
    for node in tree(path).body:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield f"{node.module}"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("package", [name for name in PACKAGES if "plugins" in PACKAGES[name].parts])
def test_plugins_know_the_core_and_themselves(package: str) -> None:
    for path in modules(package):
        assert ours(path) <= {"mentorkit", package} | SHARED.get(package, set()), named(path)


def test_one_module_speaks_to_atlassian() -> None:
    speaking = {
        named(path)
        for package in PACKAGES
        for path in modules(package)
        if "atlassian" in {name.split(".")[0] for name in imports(path)}
    }
    assert speaking == {"plugins/atlassian/mentorkit_atlassian/transport.py"}


def test_the_sandbox_knows_nobody() -> None:
    for path in modules("mentorkit_sandbox"):
        assert ours(path) <= {"mentorkit_sandbox"}, named(path)


def test_the_command_line_knows_the_core_and_plays_in_the_sandbox() -> None:
    for path in modules("mentorkit_cli"):
        playing = re.search(r"sandbox|demo", str(path.relative_to(PACKAGES["mentorkit_cli"])))
        allowed = {"mentorkit", "mentorkit_cli", *(["mentorkit_sandbox"] if playing else [])}
        assert ours(path) <= allowed, named(path)


@pytest.mark.parametrize("package", [name for name in PACKAGES if "plugins" in PACKAGES[name].parts])
def test_a_plugins_vendor_library_is_imported_late(package: str) -> None:
    """``plugin.py`` is imported at every start: it imports nothing heavy at its top."""
    for path in (path for path in modules(package) if path.name == "plugin.py"):
        top = {
            name.split(".")[0]
            for node in tree(path).body
            if isinstance(node, ast.Import | ast.ImportFrom)
            for name in (
                [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]
            )
        }
        assert not top & FOREIGN, named(path)


def test_every_file_names_its_license_and_says_what_it_is_for() -> None:
    for path in filter(lambda path: path.stat().st_size, sources()):
        first = path.read_text(encoding="utf-8").split("\n", 1)[0]
        assert first == "# SPDX-License-Identifier: Apache-2.0", named(path)
        assert ast.get_docstring(tree(path)), f"{named(path)} has no docstring"


def test_no_module_is_too_long() -> None:
    lengths = {named(path): len(path.read_text(encoding="utf-8").splitlines()) for path in sources()}
    product = {path: length for path, length in lengths.items() if not path.startswith("tests")}
    print("long:", {path: length for path, length in sorted(product.items()) if length > LONG})
    assert not {path: length for path, length in product.items() if length > LONGEST}


def test_nothing_is_left_unfinished() -> None:
    for path in sources():
        with path.open("rb") as file:
            comments = [part for part in tokenize.tokenize(file.readline) if part.type == tokenize.COMMENT]
        assert not [part for part in comments if UNFINISHED.search(part.string)], named(path)
        raised = [ast.unparse(node) for node in ast.walk(tree(path)) if isinstance(node, ast.Raise)]
        assert not [line for line in raised if "NotImplemented" in line], named(path)


def test_no_file_knows_the_machine_it_was_written_on() -> None:
    kinds = {".py", ".md", ".toml", ".yaml", ".yml", ".csv", ".txt", ".cfg", ".html", ".js", ".css", ".json"}
    hidden = {path for path in ROOT.rglob(".*") if path.is_dir() and path.name != ".ci"}
    for path in sorted(ROOT.rglob("*")):
        if path.suffix not in kinds or not path.is_file() or hidden & set(path.parents):
            continue
        text = path.read_text(encoding="utf-8")
        assert not [words for words in ELSEWHERE if words in text], named(path)
