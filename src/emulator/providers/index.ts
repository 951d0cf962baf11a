/**
 * The recording providers of an emulator, and the two ways in which Terraform reaches them: as programs in a mirror,
 * which `terraform init` installs like any others, or attached to what runs already, which is quicker.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { providerPins } from "../../../modules/pins";
import {
  readProviderSchema,
  recordedProviders,
  type RecordedProvider,
} from "../../../modules/provider-schema";
import type { Certificate } from "../certificate";
import { dummyAccessKeyId } from "../home";
import { ServiceGroup } from "../service-group";
import { registryHosts } from "./aws-mirror";
import type { ClusterGate } from "./api-target";
import { ClusterStore } from "./cluster-store";
import { ProviderFaults } from "./faults";
import { serveGrpc, type GrpcServer } from "./protocol/grpc-server";
import { Journal } from "./journal";
import { certificateFile, keyFile, socketFile, socketsVariable } from "./launcher/socket-paths";
import { providerService, type ProviderWorld } from "./provider-service";

export interface RecordingProviders extends ProviderWorld {
  /** For Terraform that installs them from the mirror. */
  readonly launchEnvironment: Readonly<Record<string, string>>;
  /** For Terraform that finds them running: of TF_REATTACH_PROVIDERS. */
  readonly reattach: object;
  /** Lets Terraform reach them with the credentials of another identity, if it launches them. */
  readonly serveIdentity: (accessKeyId: string) => Promise<void>;
  /** Forgets what exists, what was applied and what shall fail. */
  readonly reset: () => void;
  readonly stop: () => Promise<void>;
}

/**
 * @param folder its own, and short: the system allows a socket's path 107 bytes
 * @param gateOf what the cluster refuses to the owner of an access key. @default nothing
 */
export async function startProviders(
  folder: string,
  certificate: Certificate,
  gateOf: (accessKeyId: string) => ClusterGate = () => () => undefined,
): Promise<RecordingProviders> {
  const sockets = join(folder, "s");
  mkdirSync(sockets, { mode: 0o700 });
  writeFileSync(join(sockets, certificateFile), certificate.certificate);
  writeFileSync(join(sockets, keyFile), certificate.key, { mode: 0o600 });
  const world: ProviderWorld = {
    store: new ClusterStore(),
    journal: new Journal(join(folder, "journal.jsonl")),
    faults: new ProviderFaults(),
  };
  const servers = new ServiceGroup();
  const serve = (name: RecordedProvider, socket: string, gate: ClusterGate): Promise<GrpcServer> =>
    serveGrpc(join(sockets, socket), providerService(readProviderSchema(name), world, gate));
  await servers.stopOnFailure(() =>
    Promise.all(
      recordedProviders.map((name) => servers.add(serve(name, socketFile(name), gateOf(dummyAccessKeyId)))),
    ),
  );
  return {
    ...world,
    launchEnvironment: { [socketsVariable]: sockets },
    reattach: reattach(sockets),
    serveIdentity: async (accessKeyId) => {
      const own = recordedProviders.map((name) =>
        servers.add(serve(name, socketFile(name, accessKeyId), gateOf(accessKeyId))),
      );
      await Promise.all(own);
    },
    reset: () => {
      world.store.clear();
      world.faults.clear();
      world.journal.clear();
    },
    stop: () => servers.stop(),
  };
}

/** As go-plugin reads it. Of a provider under test Terraform leaves the process alone. */
function reattach(sockets: string): object {
  return Object.fromEntries(
    recordedProviders.flatMap((name) =>
      registryHosts.map((host) => [
        `${host}/${providerPins[name].source}`,
        {
          Protocol: "grpc",
          ProtocolVersion: 5,
          Pid: process.pid,
          Test: true,
          Addr: { Network: "unix", String: join(sockets, socketFile(name)) },
        },
      ]),
    ),
  );
}
