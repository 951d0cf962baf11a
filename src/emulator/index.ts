/**
 * The whole of AWS, Kubernetes and the registries that a deploy meets, on loopback: what Terraform and cdktf do in
 * its environment goes nowhere else. When it stops, its folder is all that is left of it.
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
  /** A folder for this emulator alone. Keep it short: a socket path has at most 107 bytes. Created if missing. */
  readonly folder: string;
  readonly requirements: FoundRequirements;
  /** How long clusters, add-ons, Fargate profiles and node groups take to come and go. @default 0 */
  readonly creationSeconds?: number;
  /**
   * How Terraform reaches the recording providers: those that run already, which is quicker, or a program for each
   * that `terraform init` installs.
   * @default attached
   */
  readonly providers?: "attached" | "launched";
  /**
   * The same for the AWS provider, which is always launched if its mirror has it as an archive. An attached one has the
   * emulator's credentials instead of Terraform's environment, and one Region: a root that configures it twice, as set
   * `tutorial` does, would look for resources in the wrong Region.
   * @default launched
   */
  readonly awsProvider?: "attached" | "launched";
}

export interface Emulator extends Home {
  readonly folder: string;
  readonly aws: EmulatedAws;
  readonly providers: RecordingProviders;
  /** What kubectl sees; a test adds the pods and nodes that run nowhere here. */
  readonly kubernetes: EmulatedKubernetes;
  readonly inventory: () => Promise<Inventory>;
  /** Back to an empty account and no cluster. Files in the home stay. */
  readonly reset: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

const found = z.object({
  service: z.string(),
  kind: z.string(),
  id: z.string(),
  name: z.string().optional(),
});
const applied = z.object({ type: z.string(), identity: z.string() });
export const inventorySchema = z.object({ aws: z.array(found), cluster: z.array(applied) });
/** What exists now, beyond what every new account has. S3 buckets are none of it: a state outlives its cluster. */
export type Inventory = z.infer<typeof inventorySchema>;

/** @throws when a service does not start; those that did start are stopped */
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
  // The services get no request before AWS is ready.
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
    inventory: () => contentsOf(aws, providers),
    reset: async () => {
      await aws.reset();
      providers.reset();
      kubernetes.reset();
    },
    stop: () => services.stop(),
  };
}

/** Terraform gets the addresses of running services; programs that it starts find the rest by a variable. */
async function providerSettings(
  { folder, requirements, providers: way = "attached", awsProvider = "launched" }: EmulatorOptions,
  services: ServiceGroup,
  providers: RecordingProviders,
  { env }: Home,
): Promise<Record<string, string>> {
  const recording = way === "attached" ? providers.reattach : {};
  const starting =
    awsProvider === "attached"
      ? startSharedAwsProvider(join(folder, "a"), requirements.mirror, env)
      : undefined;
  const aws = starting === undefined ? {} : (await services.add(starting)).reattach;
  const running = { ...recording, ...aws };
  return {
    ...(way === "launched" && providers.launchEnvironment),
    ...(Object.keys(running).length > 0 && { TF_REATTACH_PROVIDERS: JSON.stringify(running) }),
  };
}

/** In every Region that was called. */
async function contentsOf(aws: EmulatedAws, providers: RecordingProviders): Promise<Inventory> {
  const regions = [...new Set(aws.calls.map(({ region }) => region))].sort();
  const rows = (await Promise.all(regions.map((region) => aws.inventory(region)))).flat();
  // What is global, such as a role, is in each.
  const distinct = new Map(rows.map((row) => [`${row.service} ${row.kind} ${row.id}`, row]));
  return {
    aws: [...distinct.values()].map(({ service, kind, id, name }) => ({
      ...{ service, kind, id },
      ...(name !== undefined && { name }),
    })),
    cluster: providers.store.list(),
  };
}
