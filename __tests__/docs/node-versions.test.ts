/** Checks that all files name the same Node version for development, and the same oldest versions. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { z } from "zod";
import { oldest } from "../../src/clients/system/required-programs";

const read = (path: string) => readFileSync(path, "utf8");
const manifestSchema = z.object({
  engines: z.object({ node: z.string() }).optional(),
  devDependencies: z.record(z.string(), z.string()).default({}),
  optionalDependencies: z.record(z.string(), z.string()).default({}),
});
const manifest = (path: string) => manifestSchema.parse(JSON.parse(read(path)));

const development = read(".nvmrc").trim();

it.each([
  ["src/release/Containerfile", /library\/node:(\d+)-/g],
  ["src/release/node-guard.ts", /install Node\.js (\d+)/g],
  ["src/check/machine/programs.ts", /install Node\.js (\d+)/g],
  ["examples/release/gitlab-ci.yml", /library\/node:(\d+)$/gm],
  ["examples/release/github-workflow.yml", /node-version: (\d+)/g],
  ["examples/ci/glrunner.gitlab-ci.yml", /image: node:(\d+)-/g],
  ["examples/ci/github-workflow.yml", /node-version: (\d+)/g],
  ["docs/ci.md", /`node:(\d+)-/g],
  ["docs/contributing.md", /^Node (\d+) \(`\.nvmrc`/gm],
  ["README.md", /You need Node (\d+)/g],
])("%s names the Node version of development", (path, form) => {
  const named = [...read(path).matchAll(form)].map(([, version]) => version);
  expect(named.length).toBeGreaterThan(0);
  expect(new Set(named)).toEqual(new Set([development]));
});

it("CI, the types and the documents have the same Node versions", () => {
  const { engines, devDependencies } = manifest("package.json");
  const versions = (path: string) =>
    Object.values(manifest(path).optionalDependencies).map((each) => each.split("@")[1]?.split(".")[0]);
  expect(new Set(versions(".ci/node/package.json"))).toEqual(new Set([development]));
  expect(devDependencies["@types/node"]?.split(".")[0]).toBe(development);
  const older = new Set(versions(".ci/older-nodes/package.json"));
  expect(older).toEqual(new Set([oldest.node.version, "22"]));
  expect(engines?.node).toBe(`^22.13 || >=${development}`);
  for (const path of ["README.md", "docs/contributing.md"])
    expect(read(path)).toContain("22.13 or newer also works");
  expect(read("docs/getting-started.md")).toContain(`needs only Node ${oldest.node.version} or newer`);
});
