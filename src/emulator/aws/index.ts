/**
 * The emulated AWS: moto behind a gateway that answers the operations moto lacks, injects faults, refuses real credentials
 * and records every call by name. Everything is on loopback and in memory.
 */
import { randomUUID } from "node:crypto";
import { Identities } from "../identities";
import { ecrPublic } from "./ecr-public";
import { emulateEks } from "./eks";
import { clusterNetwork } from "./eks/network";
import type { KubernetesEndpoint } from "./eks/model";
import { AwsFaults, type AwsFault } from "./faults";
import { startGateway, type AwsCall, type GatewayProps } from "./gateway";
import { keyPolicies } from "./key-policies";
import { takeInventory, type InventoryRow } from "./inventory";
import { ServiceGroup } from "../service-group";
import { startMoto, type MotoProgram } from "./moto";
import { deleteNatInterfaces } from "./nat-gateways";

interface AwsOptions {
  readonly moto: MotoProgram;
  /** How long clusters, add-ons, Fargate profiles and node groups stay CREATING or DELETING. @default 0 */
  readonly creationSeconds?: number;
  /** The Kubernetes API of every cluster. @default a port on which nothing listens */
  readonly endpoint?: KubernetesEndpoint;
  /** Identities that may call. @default the dummy credentials */
  readonly identities?: Identities;
}

/** The running AWS, and what a test can do with it. */
export interface EmulatedAws {
  /** Value of AWS_ENDPOINT_URL. */
  readonly url: string;
  readonly stop: () => Promise<void>;
  readonly inject: (fault: AwsFault) => void;
  readonly clearFaults: () => void;
  /** Applies to transitions that begin from now on. */
  readonly setCreationSeconds: (seconds: number) => void;
  /** In the order of their responses. */
  readonly calls: readonly AwsCall[];
  /** The resources of the account now. Its calls get no fault and are not recorded. */
  readonly inventory: (region: string) => Promise<readonly InventoryRow[]>;
  /** Calls the watcher for each call, before the response is sent: a test can kill the client at this moment. */
  readonly watch: (watcher: (call: Pick<AwsCall, "service" | "operation">) => void) => void;
  /** ARNs of the identities that created the existing clusters. */
  readonly clusterCreators: () => readonly string[];
  /** Ends every CREATING and DELETING of EKS now. */
  readonly finishTransitions: () => void;
  /** Empties the account, the recorded calls and the injected faults. */
  readonly reset: () => Promise<void>;
}

const nowhere: KubernetesEndpoint = { url: "https://127.0.0.1:9", certificateAuthority: "" };

export async function startAws(options: AwsOptions): Promise<EmulatedAws> {
  const { endpoint = nowhere, identities = new Identities() } = options;
  let { creationSeconds = 0 } = options;
  const services = new ServiceGroup();
  const moto = await services.add(startMoto(options.moto));
  const observerKeyId = `observer-${randomUUID()}`;
  const faults = new AwsFaults();
  const calls: AwsCall[] = [];
  let watcher: Parameters<EmulatedAws["watch"]>[0] = () => undefined;
  const eks = emulateEks({
    ...{ endpoint, issuer: endpoint.url, now: Date.now },
    network: clusterNetwork(moto.url, observerKeyId),
    creationSeconds: () => creationSeconds,
    principalOf: (accessKeyId) => identities.of(accessKeyId)?.principalArn ?? "",
  });
  const handlers = {
    eks: eks.handle,
    "ecr-public": ecrPublic(Date.now),
    ec2: deleteNatInterfaces(moto.url, observerKeyId),
    kms: keyPolicies(moto.url, observerKeyId, identities),
  };
  const onCarriedOut: GatewayProps["onCarriedOut"] = (call) => {
    watcher(call);
  };
  const gateway = await services.stopOnFailure(() =>
    services.add(
      startGateway({
        ...{ motoUrl: moto.url, identities, observerKeyId, handlers, faults, onCarriedOut },
        onCall: (call) => calls.push(call),
      }),
    ),
  );
  return {
    url: gateway.url,
    calls,
    stop: () => services.stop(),
    inject: faults.inject.bind(faults),
    clearFaults: faults.clear.bind(faults),
    setCreationSeconds: (seconds) => {
      creationSeconds = seconds;
    },
    watch: (next) => {
      watcher = next;
    },
    clusterCreators: eks.creators,
    finishTransitions: () => {
      eks.finishTransitions();
    },
    inventory: (region) => takeInventory({ url: gateway.url, region, accessKeyId: observerKeyId }),
    reset: async () => {
      await resetMoto(moto.url);
      eks.reset();
      faults.clear();
      identities.clear();
      calls.length = 0;
    },
  };
}

async function resetMoto(url: string): Promise<void> {
  const { ok, status } = await fetch(`${url}/moto-api/reset`, { method: "POST" });
  if (!ok) throw new Error(`moto could not be reset: ${status}`);
}
