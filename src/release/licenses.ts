/**
 * The licences of the packages of which something is in the released file, each text once, and where each package's
 * source is.
 */
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

/** Texts that name no holder: a package that comes without takes that of another under the same licence. */
const common = ["Apache-2.0", "MPL-2.0"];

/** Asks for nothing, so that its packages come without. */
const publicDomain = "Public Domain";

/** Their folders, from the project's own. */
export function packagesIn({ outputs }: Pick<Metafile, "outputs">): readonly string[] {
  const used = Object.values(outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : [])),
  );
  return [...new Set(used.flatMap((path) => packageFolder(path) ?? []))].sort();
}

function packageFolder(path: string): string | undefined {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0];
}

/** @throws when a package has no text of its licence, and none can be taken from another */
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

/** Empty when there is none; without what would end the comment that holds it. */
function textOf(folder: string, named: RegExp): string {
  const files = readdirSync(folder).filter((file) => named.test(file));
  const texts = files.sort().map((file) => readFileSync(join(folder, file), "utf8").trim());
  return texts.join("\n\n").replaceAll("*/", "* /");
}
