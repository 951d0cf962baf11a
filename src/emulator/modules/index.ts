/**
 * Where Terraform finds the pinned modules in the emulator: stand-ins with the recorded interfaces, three from a
 * registry on loopback, one from a git repository on this machine. Any other module is refused.
 */
import { eksStandIn } from "./eks";
import { blueprintsContent, createRepository } from "./git-repository";
import { blueprintsFiles } from "./kubernetes-addons";
import { startRegistry, type RegistryModule } from "./registry";
import { vpcStandIn } from "./vpc";
import { makeFolder } from "../../clients/system/make-folder";

/** Of the registry; the eks package holds the karpenter submodule. */
const registryModules: readonly RegistryModule[] = [vpcStandIn, eksStandIn];

export interface EmulatedModules {
  /** Base address of the module registry, for Terraform's CLI configuration. */
  readonly registryUrl: string;
  /** Paths that the registry was asked for, in order. */
  readonly requests: readonly string[];
  /** By which git finds the Blueprints repository here. */
  readonly environment: Readonly<Record<string, string>>;
  readonly stop: () => Promise<void>;
}

/** @param folder absolute, and only for this; it is made when it is not there */
export async function startModules(folder: string): Promise<EmulatedModules> {
  makeFolder(folder);
  const { environment } = createRepository(folder, blueprintsContent(blueprintsFiles));
  const { url, requests, stop } = await startRegistry(registryModules);
  return { registryUrl: url, requests, environment, stop };
}
