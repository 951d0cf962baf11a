/**
 * Serves the pinned modules to Terraform: stand-ins with the recorded interfaces, from a registry on loopback and from a
 * local git repository. Any other module is refused.
 */
import { eksStandIn } from "./eks";
import { blueprintsContent, createRepository } from "./git-repository";
import { blueprintsFiles } from "./kubernetes-addons";
import { startRegistry, type RegistryModule } from "./registry";
import { vpcStandIn } from "./vpc";
import { makeFolder } from "../../clients/system/make-folder";

/** The eks package also contains the karpenter submodule. */
const registryModules: readonly RegistryModule[] = [vpcStandIn, eksStandIn];

export interface EmulatedModules {
  /** Base address of the module registry, for Terraform's CLI configuration. */
  readonly registryUrl: string;
  /** Requested paths, in order. */
  readonly requests: readonly string[];
  /** Redirects git to the local Blueprints repository. */
  readonly environment: Readonly<Record<string, string>>;
  readonly stop: () => Promise<void>;
}

/** @param folder absolute path, for these modules alone; created if missing */
export async function startModules(folder: string): Promise<EmulatedModules> {
  makeFolder(folder);
  const { environment } = createRepository(folder, blueprintsContent(blueprintsFiles));
  const { url, requests, stop } = await startRegistry(registryModules);
  return { registryUrl: url, requests, environment, stop };
}
