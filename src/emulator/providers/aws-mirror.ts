/**
 * Finds a folder from which Terraform can install a provider without its registry: the folder that
 * GLRUNNER_PROVIDER_MIRROR names; without it, the plugin cache, the folders that Terraform itself searches, or a folder
 * under /opt.
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
/** Host name of Terraform's default registry. */
export const registryHost = "registry.terraform.io";
/** Host name of OpenTofu's default registry. Source: opentofu/registry-address, DefaultProviderRegistryHost (2026-11). */
export const openTofuHost = "registry.opentofu.org";
export const registryHosts = [registryHost, openTofuHost] as const;

interface MirrorSearch {
  readonly env: Environment;
  readonly home: string;
  /** Folders that are searched together with their direct subfolders. @default /opt */
  readonly roots?: readonly string[];
}

/** The folder that holds `registry.terraform.io`; undefined if none has the provider for this platform. */
export function findProviderMirror(
  provider: WantedProvider,
  { env, home, roots = ["/opt"] }: MirrorSearch,
): string | undefined {
  const named = env[mirrorVariable];
  if (named !== undefined && named !== "") return holds(named, provider) ? named : undefined;
  const candidates = [
    env.TF_PLUGIN_CACHE_DIR ?? "",
    join(home, ".terraform.d/plugin-cache"),
    join(home, ".terraform.d/plugins"),
    join(home, ".local/share/terraform/plugins"),
    "/usr/local/share/terraform/plugins",
    "/usr/share/terraform/plugins",
    ...roots.flatMap((root) => [root, ...foldersIn(root)]),
  ];
  return candidates.find((folder) => folder !== "" && holds(folder, provider));
}

/** Accepts both layouts of a mirror: unpacked, and the archives that `terraform providers mirror` writes. */
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

/** This machine's platform as Terraform writes it: `linux_amd64`. */
export const platform = `${process.platform === "win32" ? "windows" : process.platform}_${process.arch === "x64" ? "amd64" : process.arch}`;
