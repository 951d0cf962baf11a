/**
 * The recording providers of an emulator. Terraform reaches them in two ways: as programs from a mirror, which
 * `terraform init` installs like any provider, or attached to the running ones, which is faster.
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

/** The running providers, and what Terraform needs to reach them. */
export interface RecordingProviders extends ProviderWorld {
  /** Variables for a Terraform that installs the providers from the mirror. */
  readonly launchEnvironment: Readonly<Record<string, string>>;
  /** Value of TF_REATTACH_PROVIDERS, for a Terraform that attaches to the running providers. */
  readonly reattach: object;
  /** Serves the providers under another identity's credentials, for a Terraform that launches them. */
  readonly serveIdentity: (accessKeyId: string) => Promise<void>;
  /** Clears the objects, the journal and the injected faults. */
  readonly reset: () => void;
  readonly stop: () => Promise<void>;
}

/**
 * @param folder for these providers alone, and short: a socket's path has at most 107 bytes
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

/** In the form that go-plugin reads. `Test` keeps Terraform from ending the process. */
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
