/** The bootstrap script runs before glrunner: it checks the version of Node, then passes its arguments to glrunner. */
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync, chmodSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { oldest } from "../../src/clients/system/required-programs";

const scriptFile = "src/bootstrap/bootstrap.sh";

describe("bootstrap.sh", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "glr script-"));
    mkdirSync(join(folder, "tools"));
    symlinkSync("/usr/bin/dirname", join(folder, "tools/dirname"));
    copyFileSync(scriptFile, join(folder, "bootstrap.sh"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const runScript = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync("/bin/sh", [join(folder, "bootstrap.sh"), ...args], {
      cwd: "/",
      env: { PATH: join(folder, "tools") },
      encoding: "utf8",
    });
    return { status, stdout, stderr };
  };
  const addNode = () => {
    symlinkSync(process.execPath, join(folder, "tools/node"));
  };

  it("is a valid POSIX shell script", () => {
    const { error, stdout } = spawnSync("shellcheck", ["--shell=sh", scriptFile], { encoding: "utf8" });
    expect(error === undefined ? stdout : "").toBe("");
    expect(spawnSync("/bin/sh", ["-n", scriptFile]).status).toBe(0);
  });

  it("reports a missing Node", () => {
    expect(runScript()).toEqual({
      status: 1,
      stdout: "",
      stderr:
        "bootstrap: Node.js was not found\n  fix: install Node.js 20 or newer: https://nodejs.org (a CloudShell has it)\n",
    });
    expect(oldest.node.version.split(".")[0]).toBe("20");
  });

  it("refuses a Node that is too old", () => {
    writeFileSync(join(folder, "tools/node"), '#!/bin/sh\n[ "$1" = -p ] && echo 16 || echo v16.20.2\n');
    chmodSync(join(folder, "tools/node"), 0o755);
    expect(runScript().stderr).toBe(
      "bootstrap: Node.js v16.20.2 is too old\n  fix: install Node.js 20 or newer: https://nodejs.org\n",
    );
  });

  it("names the missing glrunner.cjs", () => {
    addNode();
    const { status, stderr } = runScript();
    expect(status).toBe(1);
    expect(stderr).toContain(`there is no ${folder}/glrunner.cjs\n  fix: keep both files of a release`);
  });

  it("passes its arguments to glrunner, and returns the exit code of glrunner", () => {
    addNode();
    const program = "console.log(JSON.stringify(process.argv.slice(2))); process.exitCode = 3;";
    writeFileSync(join(folder, "glrunner.cjs"), program);
    expect(runScript("--terraform", "a file")).toEqual({
      status: 3,
      stdout: '["bootstrap","--terraform","a file"]\n',
      stderr: "",
    });
  });
});
