"""Lays out the folder that a bundle is packed from: manifest, icon, licence and one program a system.

The manifest of the repository speaks of every system; here it is narrowed to those whose program is given.
"""

import json
import pathlib
import shutil
import sys

SYSTEMS = ("linux", "darwin", "win32")


def place(system, alone):
    """The program's path inside the bundle."""
    name = "cco.exe" if system == "win32" else "cco"
    return f"server/{name}" if alone else f"server/{system}/{name}"


def main():
    folder, *words = sys.argv[1:]
    folder = pathlib.Path(folder)
    programs = dict(word.split("=", 1) for word in words)
    unknown = sorted(set(programs) - set(SYSTEMS))
    if unknown:
        sys.exit(f"no such system: {', '.join(unknown)}; expected {', '.join(SYSTEMS)}")
    systems = [system for system in SYSTEMS if system in programs]
    manifest = json.loads(pathlib.Path(".mcpb/manifest.json").read_text(encoding="utf-8"))
    for system in systems:
        target = folder / place(system, len(systems) == 1)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(programs[system], target)
        target.chmod(0o755)
    manifest["compatibility"]["platforms"] = systems
    server = manifest["server"]
    server["entry_point"] = place(systems[0], len(systems) == 1)
    command = {system: "${__dirname}/" + place(system, len(systems) == 1) for system in systems}
    server["mcp_config"]["command"] = command[systems[0]]
    server["mcp_config"]["platform_overrides"] = {system: {"command": command[system]} for system in systems}
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    shutil.copyfile(".claude-plugin/icon.png", folder / "icon.png")
    shutil.copyfile("LICENSE", folder / "LICENSE")


main()
