/** Finds a Python that can create a virtual environment, or names the package of this system that installs one. */
import { tmpdir } from "node:os";
import { runCommand, type RunCommand } from "../clients/system/command";
import { readableText } from "../clients/system/regular-file";
import type { Environment } from "../config/environment";
import { oldestPython, pythonPackages } from "../facts/programs/python-packages";
import { compareVersions } from "../facts/version-order";

/** If `python3` is too old, a system may have newer versions under these names. */
const candidates = ["python3", "python3.14", "python3.13", "python3.12", "python3.11", "python3.10"] as const;

/** A program that fails where Debian has left out venv. */
const question = "import sys, venv, ensurepip; print('%d.%d' % sys.version_info[:2])";

/** Finds the first Python that is new enough and has venv and ensurepip. */
export async function findPython(
  env: Environment,
  execute: RunCommand = runCommand,
): Promise<string | undefined> {
  for (const python of candidates) {
    const { status, stdout } = await execute([python, "-c", question], { cwd: tmpdir(), env });
    if (status === 0 && compareVersions(stdout.trim(), oldestPython) >= 0) return python;
  }
  return undefined;
}

/** A command that installs such a Python. @param release the text of os-release(5); undefined where there is none */
export function pythonInstallation(system: NodeJS.Platform, release = osRelease()): string {
  const names =
    system === "darwin"
      ? ["darwin"]
      : ["ID", "ID_LIKE"].flatMap((key) => valueIn(release ?? "", key).split(" "));
  const known = names.flatMap((name) => pythonPackages.filter(({ systems }) => systems.includes(name)));
  return known[0]?.command ?? `install Python ${oldestPython} or newer with its venv module`;
}

/** Source: freedesktop.org/software/systemd/man/os-release.html */
const osRelease = () => readableText("/etc/os-release");

function valueIn(release: string, key: string): string {
  return new RegExp(`^${key}=["']?([^"'\\n]*)`, "m").exec(release)?.[1] ?? "";
}
