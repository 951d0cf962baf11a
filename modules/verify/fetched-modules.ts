/**
 * Compares the modules that `terraform init` fetched with the pins. Git names a commit; a registry archive does not,
 * and is trusted by its version. A nested module floats when the next `init` may fetch something else.
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

export type Finding = { readonly key: string; readonly source: string } & (
  | { readonly kind: "match"; readonly commit: string }
  | { readonly kind: "mismatch"; readonly expected: string; readonly found: string }
  | { readonly kind: "unknown"; readonly expected: string }
  | {
      readonly kind: "floats";
      readonly why: "no ref" | "branch" | "no exact version";
      /** What it was this time: the commit or the version, where known. */
      readonly found: string | undefined;
    }
);

export interface Evidence {
  checkoutOf(dir: string): Checkout | undefined;
  /** The `version` that the module in `dir` asks of its module call `name`. */
  constraintOf(dir: string, name: string): string | undefined;
}

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

/** A package that is needed twice is fetched once and copied, and the copy lacks `.git`. */
function checkoutsByPackage(modules: readonly FetchedModule[], evidence: Evidence): Map<string, Checkout> {
  const checkouts = new Map<string, Checkout>();
  for (const module of modules.filter(isRemote)) {
    const checkout = evidence.checkoutOf(module.Dir);
    if (checkout !== undefined) checkouts.set(packageOf(module), checkout);
  }
  return checkouts;
}

/** The source without the folder inside it, and the version. */
function packageOf({ Source, Version }: FetchedModule): string {
  return `${Source.replace(/(?<!:)\/\/[^?]*/, "")} ${Version ?? ""}`;
}

function isRemote({ Source }: FetchedModule): boolean {
  return Source !== "" && !/^\.{0,2}\//.test(Source);
}

/** The default registry is not part of a source as it is written, and a ref not of what is fetched. */
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
