/** The script that comes before Node: what it refuses, and what it hands over. */
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync, chmodSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { oldest } from "../../src/clients/system/required-programs";

const source = "src/bootstrap/bootstrap.sh";

describe("bootstrap.sh", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "glr script-"));
    mkdirSync(join(folder, "tools"));
    symlinkSync("/usr/bin/dirname", join(folder, "tools/dirname"));
    copyFileSync(source, join(folder, "bootstrap.sh"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const script = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync("/bin/sh", [join(folder, "bootstrap.sh"), ...args], {
      cwd: "/",
      env: { PATH: join(folder, "tools") },
      encoding: "utf8",
    });
    return { status, stdout, stderr };
  };
  const withNode = () => {
    symlinkSync(process.execPath, join(folder, "tools/node"));
  };

  it("is one that any POSIX shell understands", () => {
    const { error, stdout } = spawnSync("shellcheck", ["--shell=sh", source], { encoding: "utf8" });
    expect(error === undefined ? stdout : "").toBe("");
    expect(spawnSync("/bin/sh", ["-n", source]).status).toBe(0);
  });

  it("says so when there is no Node", () => {
    expect(script()).toEqual({
      status: 1,
      stdout: "",
      stderr:
        "bootstrap: Node.js was not found\n  fix: install Node.js 20 or newer: https://nodejs.org (a CloudShell has it)\n",
    });
    expect(oldest.node.version.split(".")[0]).toBe("20");
  });

  it("refuses an old Node", () => {
    writeFileSync(join(folder, "tools/node"), '#!/bin/sh\n[ "$1" = -p ] && echo 16 || echo v16.20.2\n');
    chmodSync(join(folder, "tools/node"), 0o755);
    expect(script().stderr).toBe(
      "bootstrap: Node.js v16.20.2 is too old\n  fix: install Node.js 20 or newer: https://nodejs.org\n",
    );
  });

  it("names the file that belongs next to it", () => {
    withNode();
    const { status, stderr } = script();
    expect(status).toBe(1);
    expect(stderr).toContain(`there is no ${folder}/glrunner.cjs\n  fix: keep both files of a release`);
  });

  it("hands over what it was given, and the answer", () => {
    withNode();
    const program = "console.log(JSON.stringify(process.argv.slice(2))); process.exitCode = 3;";
    writeFileSync(join(folder, "glrunner.cjs"), program);
    expect(script("--terraform", "a file")).toEqual({
      status: 3,
      stdout: '["bootstrap","--terraform","a file"]\n',
      stderr: "",
    });
  });
});
