/**
 * The emulated EKS. It answers every operation itself: moto's EKS has no add-ons and no updates, creates and deletes
 * immediately, and invents values that were not set. An operation that is not implemented here fails.
 */
import { AwsError, jsonResponse } from "../protocol";
import type { AwsHandler } from "../gateway";
import { addonHandlers } from "./addons";
import { addonVersionHandlers } from "./offered-versions";
import { clusterHandlers } from "./clusters";
import { fargateProfileHandlers } from "./fargate-profiles";
import { nodeGroupHandlers } from "./node-groups";
import { invalid } from "./errors";
import type { EksHandler, EksSettings, EksStore } from "./model";
import { finishTransitions, removeDeleted } from "./store";
import { eksOperation, type EksOperation } from "./routes";
import { tagHandlers } from "./tags";
import { updateHandlers } from "./updates";

const handlers: Readonly<Record<EksOperation, EksHandler>> = {
  ...clusterHandlers,
  ...updateHandlers,
  ...addonHandlers,
  ...addonVersionHandlers,
  ...fargateProfileHandlers,
  ...nodeGroupHandlers,
  ...tagHandlers,
};

interface EmulatedEks {
  readonly handle: AwsHandler;
  /** Ends every CREATING and DELETING now. */
  readonly finishTransitions: () => void;
  /** ARNs of the identities that created the existing clusters. */
  readonly creators: () => readonly string[];
  readonly reset: () => void;
}

/** Keeps one store for each Region that is called. */
export function emulateEks(settings: EksSettings): EmulatedEks {
  const stores = new Map<string, EksStore>();
  const storeOf = (region: string): EksStore => {
    const store = stores.get(region) ?? { ...settings, region, clusters: new Map(), updates: new Map() };
    stores.set(region, store);
    return store;
  };
  return {
    async handle({ method, path, query, body, region, accessKeyId }) {
      const route = eksOperation(method, path);
      if (route === undefined) {
        const message = `The emulated EKS does not know ${method} ${path}`;
        throw new AwsError(501, "NotImplementedException", message);
      }
      const store = storeOf(region);
      removeDeleted(store);
      const caller = settings.principalOf(accessKeyId);
      const call = { store, names: route.names, query, body: readJson(body), caller };
      return jsonResponse(await handlers[route.operation](call));
    },
    finishTransitions: () => {
      for (const store of stores.values()) finishTransitions(store);
    },
    creators: () =>
      [...stores.values()].flatMap(({ clusters }) => [...clusters.values()].map(({ creator }) => creator)),
    reset: () => {
      stores.clear();
    },
  };
}

function readJson(text: string): unknown {
  if (text === "") return {};
  try {
    return JSON.parse(text);
  } catch {
    throw invalid("The body of the request is not valid JSON");
  }
}
