/**
 * Finds a folder from which Terraform can take a provider without its registry: the one that
 * GLRUNNER_PROVIDER_MIRROR names, else one in the places where Terraform itself looks, its plugin cache, or a
 * top-level folder of the machine.
 */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Environment } from "../../config/environment";

interface WantedProvider {
  /** `namespace/type` */
  readonly source: string;
  readonly version: string;
}

export const mirrorVariable = "GLRUNNER_PROVIDER_MIRROR";
/** Under which name Terraform looks for providers and modules. */
export const registryHost = "registry.terraform.io";
/** The same of OpenTofu. Source: opentofu/registry-address, DefaultProviderRegistryHost (2026-11). */
export const openTofuHost = "registry.opentofu.org";
export const registryHosts = [registryHost, openTofuHost] as const;

interface MirrorSearch {
  readonly env: Environment;
  readonly home: string;
  /** Folders whose subfolders are looked at too. @default /opt */
  readonly roots?: readonly string[];
}

/** The folder that holds `registry.terraform.io`; undefined if none has the provider for this platform. */
export function findProviderMirror(
  provider: WantedProvider,
  { env, home, roots = ["/opt"] }: MirrorSearch,
): string | undefined {
  const named = env[mirrorVariable];
  if (named !== undefined && named !== "") return holds(named, provider) ? named : undefined;
  const usual = [
    env.TF_PLUGIN_CACHE_DIR ?? "",
    join(home, ".terraform.d/plugin-cache"),
    join(home, ".terraform.d/plugins"),
    join(home, ".local/share/terraform/plugins"),
    "/usr/local/share/terraform/plugins",
    "/usr/share/terraform/plugins",
    ...roots.flatMap((root) => [root, ...foldersIn(root)]),
  ];
  return usual.find((folder) => folder !== "" && holds(folder, provider));
}

/** Both layouts of a mirror: unpacked, and the archives that `terraform providers mirror` writes. */
function holds(folder: string, { source, version }: WantedProvider): boolean {
  const base = join(folder, registryHost, source);
  const type = source.split("/").pop() ?? "";
  return (
    existsSync(join(base, version, platform)) ||
    existsSync(join(base, `terraform-provider-${type}_${version}_${platform}.zip`))
  );
}

function foldersIn(root: string): string[] {
  if (!existsSync(root)) return [];
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(root, name));
}

/** As Terraform writes it: `linux_amd64`. */
export const platform = `${process.platform === "win32" ? "windows" : process.platform}_${process.arch === "x64" ? "amd64" : process.arch}`;
