/** The licences of the packages in the released file, each text once, with the address of each package's source. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Metafile } from "esbuild";
import * as z from "zod";

const manifestSchema = z.object({
  name: z.string(),
  version: z.string(),
  license: z.string(),
  repository: z.union([z.string(), z.object({ url: z.string() }).transform(({ url }) => url)]),
});

/** Licences whose text names no holder. A package without the text gets it from another package. */
const common = ["Apache-2.0", "MPL-2.0"];

/** Requires no text. */
const publicDomain = "Public Domain";

/** The folders of the included packages, relative to the project. */
export function packagesIn({ outputs }: Pick<Metafile, "outputs">): readonly string[] {
  const used = Object.values(outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : [])),
  );
  return [...new Set(used.flatMap((path) => packageFolder(path) ?? []))].sort();
}

function packageFolder(path: string): string | undefined {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0];
}

/** @throws if a package has no licence text and no other package has it */
export function licensesOf(project: string, packages: readonly string[]): string {
  const found = packages.map((folder) => packageIn(project, folder));
  const texts = new Map<string, Set<string>>();
  for (const { folder, name, version, license, repository, notice, ...own } of found) {
    const other = found.find((each) => each.license === license && each.text !== "");
    const shared = common.includes(license) ? other?.text : undefined;
    const text = [own.text, shared, license === publicDomain ? license : ""].find(Boolean);
    if (text === undefined) throw new Error(`${folder} has no file with its licence`);
    const whole = [text, notice].filter(Boolean).join("\n\n");
    const names = texts.get(whole) ?? new Set();
    texts.set(whole, names.add(`${name} ${version} (${license}) ${repository}`));
  }
  return [...texts].map(([text, names]) => `${[...names].join("\n")}\n\n${text}\n`).join("\n");
}

function packageIn(project: string, folder: string) {
  const place = join(project, folder);
  const manifest = manifestSchema.parse(JSON.parse(readFileSync(join(place, "package.json"), "utf8")));
  return {
    folder,
    ...manifest,
    text: textOf(place, /^(licen[cs]e|copying)/i),
    notice: textOf(place, /^notice/i),
  };
}

/** The text of the matching files, without the characters that would end the comment around it. Empty if there is none. */
function textOf(folder: string, named: RegExp): string {
  const files = readdirSync(folder).filter((file) => named.test(file));
  const texts = files.sort().map((file) => readFileSync(join(folder, file), "utf8").trim());
  return texts.join("\n\n").replaceAll("*/", "* /");
}
