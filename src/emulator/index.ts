/**
 * Emulates everything outside that a deployment calls: AWS, Kubernetes and the Terraform registries, all on loopback.
 * Terraform and cdktf in its environment reach nothing else. After it stops, only its folder remains.
 */
import { join } from "node:path";
import * as z from "zod";
import { startAws, type EmulatedAws } from "./aws";
import { authenticator, type Authenticator } from "./authenticator";
import { createCertificate } from "./certificate";
import { startClusterEndpoint } from "./cluster-endpoint";
import { createHome, withSettings, type Home } from "./home";
import { Identities } from "./identities";
import { clusterCreator, refusalOf } from "./kubernetes/authorizer";
import { unauthorized } from "./kubernetes/status";
import { EmulatedKubernetes } from "./kubernetes";
import { startModules } from "./modules";
import { ServiceGroup } from "./service-group";
import { startSharedAwsProvider } from "./providers/shared-aws-provider";
import { startProviders, type RecordingProviders } from "./providers";
import { writeMirror } from "./providers/launcher/mirror";
import type { FoundRequirements } from "./requirements";
import { makeFolder } from "../clients/system/make-folder";

export interface EmulatorOptions {
  /** A folder for this emulator alone, created if missing. Keep it short: a socket path has at most 107 bytes. */
  readonly folder: string;
  readonly requirements: FoundRequirements;
  /** How many seconds clusters, add-ons, Fargate profiles and node groups take to create or delete. @default 0 */
  readonly creationSeconds?: number;
  /**
   * How Terraform reaches the recording providers: it attaches to the running ones, which is faster, or launches a
   * program for each that `terraform init` installs.
   * @default attached
   */
  readonly providers?: "attached" | "launched";
  /**
   * The same for the AWS provider, which is always launched if its mirror holds it as an archive. An attached provider
   * uses the emulator's credentials instead of Terraform's environment, and one Region. A root that configures it twice,
   * as set `tutorial` does, would look for resources in the wrong Region.
   * @default launched
   */
  readonly awsProvider?: "attached" | "launched";
}

/** A running emulator, and the environment in which commands reach it. */
export interface Emulator extends Home {
  readonly folder: string;
  readonly aws: EmulatedAws;
  readonly providers: RecordingProviders;
  /** What kubectl sees. A test adds pods and nodes, because no workload runs here. */
  readonly kubernetes: EmulatedKubernetes;
  readonly inventory: () => Promise<Inventory>;
  /** Empties the account and removes every cluster. Files in the home stay. */
  readonly reset: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

const awsResource = z.object({
  service: z.string(),
  kind: z.string(),
  id: z.string(),
  name: z.string().optional(),
});
const clusterObject = z.object({ type: z.string(), identity: z.string() });
export const inventorySchema = z.object({ aws: z.array(awsResource), cluster: z.array(clusterObject) });
/** What exists now beyond a new account. S3 buckets are left out: a state outlives its cluster. */
export type Inventory = z.infer<typeof inventorySchema>;

/** @throws when a service does not start, after it has stopped the others */
export function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const services = new ServiceGroup();
  return services.stopOnFailure(() => startServices(options, services));
}

async function startServices(options: EmulatorOptions, services: ServiceGroup): Promise<Emulator> {
  const { folder, requirements, creationSeconds } = options;
  makeFolder(folder, 0o700);
  const launchers = join(folder, "providers");
  writeMirror(launchers);
  const certificate = createCertificate();
  const identities = new Identities();
  // The services get no request before AWS is ready, which then sets the real authenticator.
  let access: Authenticator = { userOf: () => clusterCreator };
  const userOf = (accessKeyId: string) => access.userOf(accessKeyId);
  const providers: RecordingProviders = await services.add(
    startProviders(folder, certificate, (accessKeyId) => (target) => {
      const user = userOf(accessKeyId);
      if (user === undefined) return unauthorized;
      return target && refusalOf(kubernetes, user, target);
    }),
  );
  const kubernetes: EmulatedKubernetes = new EmulatedKubernetes(providers.store);
  const { url } = await services.add(startClusterEndpoint(certificate, kubernetes, { userOf }));
  const endpoint = { url, certificateAuthority: certificate.certificate };
  const [aws, modules] = await Promise.all([
    services.add(startAws({ moto: requirements.moto, endpoint, creationSeconds, identities })),
    services.add(startModules(join(folder, "modules"))),
  ]);
  access = authenticator(identities, kubernetes, aws.clusterCreators);
  const home = createHome(folder, {
    awsMirror: requirements.mirror,
    otherMirror: launchers,
    registryUrl: modules.registryUrl,
    awsUrl: aws.url,
    output: join(folder, "cdktf.out"),
    more: modules.environment,
  });
  return {
    ...withSettings(home, await providerSettings(options, services, providers, home)),
    folder,
    aws,
    providers,
    kubernetes,
    inventory: () => inventoryOf(aws, providers),
    reset: async () => {
      await aws.reset();
      providers.reset();
      kubernetes.reset();
    },
    stop: () => services.stop(),
  };
}

/** Variables by which Terraform attaches to running providers, and launched providers find the emulator. */
async function providerSettings(
  { folder, requirements, providers: mode = "attached", awsProvider = "launched" }: EmulatorOptions,
  services: ServiceGroup,
  providers: RecordingProviders,
  { env }: Home,
): Promise<Record<string, string>> {
  const recording = mode === "attached" ? providers.reattach : {};
  const starting =
    awsProvider === "attached"
      ? startSharedAwsProvider(join(folder, "a"), requirements.mirror, env)
      : undefined;
  const aws = starting === undefined ? {} : (await services.add(starting)).reattach;
  const running = { ...recording, ...aws };
  return {
    ...(mode === "launched" && providers.launchEnvironment),
    ...(Object.keys(running).length > 0 && { TF_REATTACH_PROVIDERS: JSON.stringify(running) }),
  };
}

/** Covers every Region that was called. */
async function inventoryOf(aws: EmulatedAws, providers: RecordingProviders): Promise<Inventory> {
  const regions = [...new Set(aws.calls.map(({ region }) => region))].sort();
  const rows = (await Promise.all(regions.map((region) => aws.inventory(region)))).flat();
  // A global resource, such as a role, is listed in each Region.
  const distinct = new Map(rows.map((row) => [`${row.service} ${row.kind} ${row.id}`, row]));
  return {
    aws: [...distinct.values()].map(({ service, kind, id, name }) => ({
      ...{ service, kind, id },
      ...(name !== undefined && { name }),
    })),
    cluster: providers.store.list(),
  };
}
