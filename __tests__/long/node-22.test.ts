/**
 * All unit tests on Node 22, the other version that the sources support. `npm ci` in `.ci/older-nodes` installs it. CI has no
 * time for a second run and starts only the released file on it.
 */
import { delimiter, dirname } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { expect, it } from "vitest";
import { runCommand } from "../../src/clients/system/command";
import { olderNode } from "../support/older-node";

const node = olderNode(22);

it.skipIf(node === undefined)("every unit test passes on Node 22", async () => {
  const { PATH = "", ...env } = process.env;
  const started = [node ?? "", "node_modules/vitest/vitest.mjs", "run", "--project", "unit"] as const;
  const { status, stdout } = await runCommand(started, {
    cwd: process.cwd(),
    env: { ...env, PATH: [dirname(started[0]), PATH].join(delimiter) },
    timeoutMs: 3_000_000,
  });
  const failed = stripVTControlCharacters(stdout).match(/^ *FAIL .*$/gm) ?? [];
  expect({ status, failed }).toEqual({ status: 0, failed: [] });
  expect(stdout).toMatch(/^\d{4,} passed, 0 failed/m);
});
