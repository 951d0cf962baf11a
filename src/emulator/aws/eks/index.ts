/**
 * The emulated EKS. moto's own lacks add-ons and updates, knows no time in which a thing comes or goes, and tells back
 * what nobody asked for, so nothing of EKS is left to it: an operation that is not here is refused, not passed on.
 */
import { AwsError, jsonAnswer } from "../protocol";
import type { AwsHandler } from "../gateway";
import { addonHandlers } from "./addons";
import { addonVersionHandlers } from "./addon-versions";
import { clusterHandlers } from "./clusters";
import { fargateProfileHandlers } from "./fargate-profiles";
import { nodeGroupHandlers } from "./node-groups";
import { forgetGone, invalid, settleAll, type EksHandler, type EksPlace, type EksSettings } from "./store";
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
  /** What is CREATING or DELETING is done now. */
  readonly settle: () => void;
  readonly reset: () => void;
}

export function emulateEks(settings: EksSettings): EmulatedEks {
  const places = new Map<string, EksPlace>();
  const placeOf = (region: string): EksPlace => {
    const place = places.get(region) ?? { ...settings, region, clusters: new Map(), updates: new Map() };
    places.set(region, place);
    return place;
  };
  return {
    async handle({ method, path, query, body, region }) {
      const route = eksOperation(method, path);
      if (route === undefined) {
        const message = `The emulated EKS does not know ${method} ${path}`;
        throw new AwsError(501, "NotImplementedException", message);
      }
      const place = placeOf(region);
      forgetGone(place);
      const call = { place, names: route.names, query, body: readJson(body) };
      return jsonAnswer(await handlers[route.operation](call));
    },
    settle: () => {
      for (const place of places.values()) settleAll(place);
    },
    reset: () => {
      places.clear();
    },
  };
}

function readJson(text: string): unknown {
  if (text === "") return {};
  try {
    return JSON.parse(text);
  } catch {
    throw invalid("The request's body is no JSON");
  }
}
