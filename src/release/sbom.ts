/**
 * The CycloneDX bill of materials of the released file: exactly the included packages, each with the checksum of the archive
 * that npm installed. It has no time and no serial number, so that the same sources give the same bytes.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { fileName, type Bundle } from "./bundle";

export const sbomName = "glrunner.cdx.json";

const manifestSchema = z.object({
  name: z.string(),
  version: z.string(),
  description: z.string().optional(),
  license: z.string(),
});
type Manifest = z.output<typeof manifestSchema>;

const lockSchema = z.object({
  packages: z.record(z.string(), z.object({ integrity: z.string().optional() })),
});

/** Licences in the lock file that have no SPDX name. Source: spdx.org/licenses (2026-11). */
const unnamed = ["Public Domain"];

/** Source: cyclonedx.org/docs/1.5/json (2026-11). */
export function sbomOf(project: string, { text, packages }: Bundle): string {
  const lock = lockSchema.parse(JSON.parse(readFileSync(join(project, "package-lock.json"), "utf8")));
  const own = manifestIn(project);
  const file = { alg: "SHA-256", content: createHash("sha256").update(text).digest("hex") };
  const components = packages.map((folder) =>
    component("library", manifestIn(join(project, folder)), archiveHashes(lock.packages[folder]?.integrity)),
  );
  // npm may have installed the same version in two folders.
  const distinct = [...new Map(components.map((each) => [each["bom-ref"], each])).values()];
  const content = {
    $schema: "http://cyclonedx.org/schema/bom-1.5.schema.json",
    bomFormat: "CycloneDX",
    specVersion: "1.5",
    version: 1,
    metadata: {
      component: {
        ...component("application", own, [file]),
        properties: [{ name: "file", value: fileName }],
      },
    },
    components: distinct,
    dependencies: [{ ref: refOf(own), dependsOn: distinct.map((each) => each["bom-ref"]) }],
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}

function manifestIn(folder: string): Manifest {
  return manifestSchema.parse(JSON.parse(readFileSync(join(folder, "package.json"), "utf8")));
}

function component(type: string, manifest: Manifest, hashes: readonly Hash[]) {
  const { name, version, description, license } = manifest;
  const choice = /[ ()]/.test(license) && !unnamed.includes(license) ? { expression: license } : undefined;
  const named = unnamed.includes(license) ? { name: license } : { id: license };
  return {
    type,
    "bom-ref": refOf(manifest),
    name,
    version,
    ...(description !== undefined && { description }),
    ...(hashes.length > 0 && { hashes }),
    licenses: [choice ?? { license: named }],
    purl: refOf(manifest),
  };
}

interface Hash {
  readonly alg: string;
  readonly content: string;
}

/** The checksum from the lock file, which has the algorithm and base64. */
function archiveHashes(integrity = ""): readonly Hash[] {
  const [, content] = /^sha512-(\S+)$/.exec(integrity) ?? [];
  return content === undefined
    ? []
    : [{ alg: "SHA-512", content: Buffer.from(content, "base64").toString("hex") }];
}

/** Source: github.com/package-url/purl-spec, type npm (2026-11). */
function refOf({ name, version }: Manifest): string {
  return `pkg:npm/${name.replace("@", "%40")}@${version}`;
}
