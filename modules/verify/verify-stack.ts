/** Compares the modules that `terraform init` fetched in a stack's folder with the pins. */
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import * as z from "zod";
import { checkoutOf } from "./checkout";
import { checkFetchedModules, type FetchedModule, type Finding } from "./fetched-modules";
import { versionConstraint } from "./module-calls";

const manifestSchema = z.object({
  Modules: z.array(
    z.object({ Key: z.string(), Source: z.string(), Version: z.string().optional(), Dir: z.string() }),
  ),
});

/** Undefined if `terraform init` has fetched no module there. */
export function verifyStack(folder: string): Finding[] | undefined {
  const modules = modulesIn(folder);
  const fetched = fetchedFolder(folder);
  return (
    modules &&
    checkFetchedModules(modules, {
      checkoutOf: (dir) => checkoutOf(resolve(folder, dir), fetched),
      constraintOf: (dir, name) => versionConstraint(resolve(folder, dir), name),
    })
  );
}

export function describeFinding(finding: Finding): string {
  const subject = `${finding.key} (${finding.source})`;
  switch (finding.kind) {
    case "match":
      return `ok        ${subject}: ${finding.commit}`;
    case "mismatch":
      return `MISMATCH  ${subject}: fetched ${finding.found}, pinned is ${finding.expected}`;
    case "unknown":
      return `unknown   ${subject}: fetched without git, so only its version is known; pinned is ${finding.expected}`;
    case "floats":
      return `floats    ${subject}: ${finding.why}, this time ${finding.found ?? "unknown"}`;
  }
}

/** One line for each module: its key, its source, and its commit or version. */
export function fetchedModules(folder: string): string[] {
  return (modulesIn(folder) ?? []).map(({ Key, Source, Version, Dir }) => {
    const commit = checkoutOf(resolve(folder, Dir), fetchedFolder(folder))?.commit;
    return `${Key} ${Source} ${commit ?? Version ?? ""}`;
  });
}

function modulesIn(folder: string): readonly FetchedModule[] | undefined {
  const path = join(fetchedFolder(folder), "modules.json");
  if (!existsSync(path)) return undefined;
  return manifestSchema.parse(JSON.parse(readFileSync(path, "utf8"))).Modules;
}

const fetchedFolder = (folder: string) => join(folder, ".terraform", "modules");
