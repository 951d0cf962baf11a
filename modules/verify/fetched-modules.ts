/**
 * Compares the modules that `terraform init` fetched with the pins. A git checkout has a commit; a registry archive has none,
 * so only its version is compared. A nested module floats if the next `init` may fetch another version.
 */
import { modulePins, type ModulePin } from "../pins";
import type { Checkout } from "./checkout";

/** An entry of `.terraform/modules/modules.json`, in Terraform's own spelling. */
export interface FetchedModule {
  /** Names of the module calls from the root, joined with dots. */
  readonly Key: string;
  readonly Source: string;
  readonly Version?: string;
  /** Relative to the stack's folder. */
  readonly Dir: string;
}

/** The result for one module. */
export type Finding = { readonly key: string; readonly source: string } & (
  | { readonly kind: "match"; readonly commit: string }
  | { readonly kind: "mismatch"; readonly expected: string; readonly found: string }
  | { readonly kind: "unknown"; readonly expected: string }
  | {
      readonly kind: "floats";
      readonly why: "no ref" | "branch" | "no exact version";
      /** The commit or version of this fetch, if known. */
      readonly found: string | undefined;
    }
);

/** Reads the fetched folders. An interface, so that unit tests need no files. */
export interface Evidence {
  checkoutOf(dir: string): Checkout | undefined;
  /** The `version` argument of the module call `name` in the module in `dir`. */
  constraintOf(dir: string, name: string): string | undefined;
}

/** One finding for each pinned module, and for each nested module that floats. */
export function checkFetchedModules(modules: readonly FetchedModule[], evidence: Evidence): Finding[] {
  const folders = new Map(modules.map(({ Key, Dir }) => [Key, Dir]));
  const packages = checkoutsByPackage(modules, evidence);
  return modules.flatMap((module) => {
    const pin = pinOf(module);
    const checkout = packages.get(packageOf(module));
    if (pin !== undefined) return [comparePin(module, pin, checkout)];
    return floating(module, checkout, (name, parent) =>
      evidence.constraintOf(folders.get(parent) ?? ".", name),
    );
  });
}

/** Terraform fetches a package that is used twice once and copies it without `.git`. */
function checkoutsByPackage(modules: readonly FetchedModule[], evidence: Evidence): Map<string, Checkout> {
  const checkouts = new Map<string, Checkout>();
  for (const module of modules.filter(isRemote)) {
    const checkout = evidence.checkoutOf(module.Dir);
    if (checkout !== undefined) checkouts.set(packageOf(module), checkout);
  }
  return checkouts;
}

/** The source without the folder in the package, and the version. */
function packageOf({ Source, Version }: FetchedModule): string {
  return `${Source.replace(/(?<!:)\/\/[^?]*/, "")} ${Version ?? ""}`;
}

function isRemote({ Source }: FetchedModule): boolean {
  return Source !== "" && !/^\.{0,2}\//.test(Source);
}

/** Compares sources without the default registry's host, which Terraform adds, and without the ref. */
function pinOf({ Source }: FetchedModule): ModulePin | undefined {
  const pins: readonly ModulePin[] = Object.values(modulePins);
  return pins.find(({ source }) => withoutQuery(source) === withoutQuery(plainSource(Source)));
}

function comparePin(module: FetchedModule, pin: ModulePin, checkout: Checkout | undefined): Finding {
  const about = { key: module.Key, source: plainSource(module.Source) };
  if (checkout !== undefined) {
    return checkout.commit === pin.commit
      ? { ...about, kind: "match", commit: checkout.commit }
      : { ...about, kind: "mismatch", expected: pin.commit, found: checkout.commit };
  }
  return pin.version !== undefined && module.Version !== undefined && module.Version !== pin.version
    ? { ...about, kind: "mismatch", expected: pin.version, found: module.Version }
    : { ...about, kind: "unknown", expected: pin.commit };
}

function floating(
  module: FetchedModule,
  checkout: Checkout | undefined,
  constraintOf: (name: string, parent: string) => string | undefined,
): Finding[] {
  if (!isRemote(module)) return [];
  const about = { key: module.Key, source: plainSource(module.Source), kind: "floats" } as const;
  if (module.Version !== undefined) {
    const names = module.Key.split(".");
    const name = names.pop() ?? "";
    if (isExact(constraintOf(name, names.join(".")))) return [];
    return [{ ...about, why: "no exact version", found: module.Version }];
  }
  if (!/[?&]ref=/.test(module.Source)) return [{ ...about, why: "no ref", found: checkout?.commit }];
  return checkout?.branch === undefined ? [] : [{ ...about, why: "branch", found: checkout.commit }];
}

function isExact(constraint: string | undefined): boolean {
  return constraint !== undefined && /^=?\s*\d+\.\d+\.\d+(?:[-+][\w.-]+)?$/.test(constraint.trim());
}

function plainSource(source: string): string {
  return source.replace(/^registry\.terraform\.io\//, "");
}

function withoutQuery(source: string): string {
  return source.replace(/\?.*$/, "");
}
