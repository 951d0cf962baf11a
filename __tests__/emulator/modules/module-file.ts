/** A module of a stand-in package, read back as Terraform reads it. */
import { z } from "zod";

const named = z.record(z.string(), z.record(z.string(), z.unknown())).default({});

const moduleSchema = z.object({
  terraform: z.object({ required_providers: z.record(z.string(), z.object({ source: z.string() })) }),
  variable: named,
  locals: z.record(z.string(), z.unknown()).default({}),
  data: z.record(z.string(), named).default({}),
  resource: z.record(z.string(), named).default({}),
  module: named,
  output: z.record(z.string(), z.object({ value: z.string().nullable() })).default({}),
});
export type ModuleFile = z.output<typeof moduleSchema> & { readonly text: string };

export function readModule(files: Readonly<Record<string, string>>, folder = ""): ModuleFile {
  const path = `${folder === "" ? "" : `${folder}/`}main.tf.json`;
  const text = files[path];
  if (text === undefined) throw new Error(`no ${path}`);
  return { ...moduleSchema.parse(JSON.parse(text)), text };
}

/** Every module of a package, by its folder. */
export function modulesOf(files: Readonly<Record<string, string>>): [folder: string, module: ModuleFile][] {
  return Object.keys(files).map((path) => {
    const folder = path.replace(/\/?main\.tf\.json$/, "");
    return [folder, readModule(files, folder)];
  });
}

/** Names after `kind.` in any expression of the module. */
export function references(module: ModuleFile, kind: "var" | "local" | "module"): string[] {
  const expressions = module.text.matchAll(new RegExp(`(?<![\\w.-])${kind}\\.(\\w+)`, "g"));
  return [...new Set([...expressions].map(([, name]) => name ?? ""))].sort();
}
