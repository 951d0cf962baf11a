import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { charts, images, modulePins, programPins, providerPins, versionSets } from "../../modules/pins";
import { interfaces, moduleNames } from "../../modules/recorded-interface";

const root = join(import.meta.dirname, "../..");

/** Dated tables list versions as data, among them the pinned ones. */
const elsewhere = [
  "src/facts/",
  "src/emulator/modules/kubernetes-addons/release-table.ts",
  "modules/pins.ts",
];

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((path) => path.endsWith(".ts") && !elsewhere.some((prefix) => path.startsWith(prefix)));
}

/** Comments may have example versions. */
const comments = /\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm;

/** Kubernetes versions are left out: `1.35` is also a plain number. */
function pinnedValues(): string[] {
  const modules = Object.values(modulePins).flatMap((pin) => [
    pin.commit,
    pin.source,
    ...("version" in pin ? [pin.version] : []),
  ]);
  return [
    ...modules,
    ...Object.values(providerPins).flatMap(({ source, version }) => [source, version]),
    ...Object.values(versionSets).flatMap(({ karpenter, runnerChart }) => [karpenter, runnerChart]),
    programPins.terraform.version,
    ...Object.values(charts).map(({ repository }) => repository),
    ...Object.values(images),
  ];
}

describe("pins", () => {
  it.each(moduleNames)("match the recorded interface of %s", (name) => {
    const { source, commit, version } = interfaces[name];
    expect({ source, commit, ...(version !== undefined && { version }) }).toEqual(modulePins[name]);
  });

  it("are exact", () => {
    for (const { commit } of Object.values(modulePins)) expect(commit).toMatch(/^[0-9a-f]{40}$/);
    for (const { version } of Object.values(providerPins)) expect(version).toMatch(/^\d+\.\d+\.\d+$/);
    for (const image of Object.values(images)) expect(image).toMatch(/:[\w.-]*\d[\w.-]*$/);
  });

  it("are the only file that names a version, a commit, a chart or an image", () => {
    const files = [...sources("src"), ...sources("modules")];
    expect(files.length).toBeGreaterThan(20);
    const repeated = files.flatMap((path) => {
      const code = readFileSync(join(root, path), "utf8").replace(comments, "");
      return pinnedValues()
        .filter((value) => ['"', "'", "`"].some((quote) => code.includes(quote + value + quote)))
        .map((value) => `${path}: ${value}`);
    });
    expect(repeated).toEqual([]);
  });
});
