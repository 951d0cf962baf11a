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
  const found = packages.map((folder) => {
    const manifest = manifestSchema.parse(
      JSON.parse(readFileSync(join(project, folder, "package.json"), "utf8")),
    );
    return { folder, ...manifest, text: textIn(join(project, folder)) };
  });
  const texts = new Map<string, Set<string>>();
  for (const { folder, name, version, license, repository, text: own } of found) {
    const other = common.includes(license)
      ? found.find((each) => each.license === license && each.text)
      : undefined;
    const text = own ?? other?.text ?? (license === publicDomain ? license : undefined);
    if (text === undefined) throw new Error(`${folder} has no file with its licence`);
    const names = texts.get(text) ?? new Set();
    texts.set(text, names.add(`${name} ${version} (${license}) ${repository}`));
  }
  return [...texts].map(([text, names]) => `${[...names].join("\n")}\n\n${text}\n`).join("\n");
}

/** Without what would end the comment that holds it. */
function textIn(folder: string): string | undefined {
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|notice|copying)/i.test(file));
  const texts = files.sort().map((file) => readFileSync(join(folder, file), "utf8").trim());
  return texts.length === 0 ? undefined : texts.join("\n\n").replaceAll("*/", "* /");
}
