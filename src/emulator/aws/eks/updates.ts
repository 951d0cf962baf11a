/** Updates of clusters, add-ons and node groups: each is in progress for as long as a creation, then successful. */
import { randomUUID } from "node:crypto";
import { notFound } from "./errors";
import type { EksHandler, EksStore, EksUpdate } from "./model";
import { seconds, transitionEnd } from "./store";

export function startUpdate(
  store: EksStore,
  cluster: string,
  type: string,
  params: Readonly<Record<string, unknown>>,
): object {
  const update: EksUpdate = {
    id: randomUUID(),
    cluster,
    type,
    createdAt: store.now(),
    transitionEndsAt: transitionEnd(store),
    params: Object.entries(params)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => ({
        type: name,
        value: typeof value === "string" ? value : JSON.stringify(value),
      })),
  };
  store.updates.set(update.id, update);
  return { update: describe(store, update) };
}

function describe(store: EksStore, { id, type, params, createdAt, transitionEndsAt }: EksUpdate): object {
  const status = store.now() >= transitionEndsAt ? "Successful" : "InProgress";
  return { id, status, type, params, createdAt: seconds(createdAt), errors: [] };
}

export const updateHandlers = {
  DescribeUpdate: ({ store, names }) => {
    const update = store.updates.get(names.update ?? "");
    if (update?.cluster !== names.cluster || update === undefined) {
      return notFound(`No update found for ID: ${names.update ?? ""}`);
    }
    return { update: describe(store, update) };
  },
  ListUpdates: ({ store, names }) => ({
    updateIds: [...store.updates.values()]
      .filter(({ cluster }) => cluster === names.cluster)
      .map(({ id }) => id),
  }),
} as const satisfies Record<string, EksHandler>;
