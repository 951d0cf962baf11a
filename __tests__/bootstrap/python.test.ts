import { describe, expect, it } from "vitest";
import { findPython, pythonInstallation } from "../../src/bootstrap/python";
import type { RunCommand } from "../../src/clients/system/command";

/** A system on which each of these programs says that it has that version; all others are missing. */
const system =
  (versions: Readonly<Record<string, string>>): RunCommand =>
  ([program]) => {
    const stdout = versions[program];
    return Promise.resolve({
      status: stdout === undefined ? undefined : 0,
      stdout: `${stdout ?? ""}\n`,
      stderr: "",
    });
  };

describe("the Python for moto", () => {
  it.each<[Readonly<Record<string, string>>, string | undefined]>([
    [{ python3: "3.13" }, "python3"],
    [{ python3: "3.10" }, "python3"],
    // As in Amazon Linux 2023 and RHEL 9.
    [{ python3: "3.9", "python3.11": "3.11" }, "python3.11"],
    [{ python3: "3.9" }, undefined],
    [{}, undefined],
  ])("of %j is %s", async (versions, python) => {
    expect(await findPython({}, system(versions))).toBe(python);
  });
});

describe("the command that installs Python", () => {
  it.each<[NodeJS.Platform, string, string]>([
    ["linux", 'PRETTY_NAME="Debian GNU/Linux 12"\nID=debian\n', "sudo apt-get install python3-venv"],
    ["linux", "ID=ubuntu\nID_LIKE=debian\n", "sudo apt-get install python3-venv"],
    ["linux", "ID=linuxmint\nID_LIKE=ubuntu\n", "sudo apt-get install python3-venv"],
    ["linux", "ID=fedora\n", "sudo dnf install python3"],
    ["linux", 'ID="rocky"\nID_LIKE="rhel centos fedora"\n', "sudo dnf install python3.11"],
    ["linux", 'ID="amzn"\nID_LIKE="fedora"\n', "sudo dnf install python3.11"],
    ["linux", "ID=alpine\n", "sudo apk add python3"],
    ["linux", "ID=plan9\n", "install Python 3.10 or newer with its venv module"],
    ["darwin", "", "brew install python"],
  ])("on %s with %j is %s", (platform, release, command) => {
    expect(pythonInstallation(platform, release)).toBe(command);
  });
});
