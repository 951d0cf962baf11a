/** Updates of clusters, add-ons and node groups: under way for as long as creations are, then successful. */
import { randomUUID } from "node:crypto";
import { notFound, seconds, settles, type EksHandler, type EksPlace } from "./store";

export interface Update {
  readonly id: string;
  readonly cluster: string;
  readonly type: string;
  readonly params: readonly { readonly type: string; readonly value: string }[];
  readonly createdAt: number;
  readonly settledAt: number;
}

export function startUpdate(
  place: EksPlace,
  cluster: string,
  type: string,
  params: Readonly<Record<string, unknown>>,
): object {
  const update: Update = {
    id: randomUUID(),
    cluster,
    type,
    createdAt: place.now(),
    settledAt: settles(place),
    params: Object.entries(params)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => ({
        type: name,
        value: typeof value === "string" ? value : JSON.stringify(value),
      })),
  };
  place.updates.set(update.id, update);
  return { update: describe(place, update) };
}

function describe(place: EksPlace, { id, type, params, createdAt, settledAt }: Update): object {
  const status = place.now() >= settledAt ? "Successful" : "InProgress";
  return { id, status, type, params, createdAt: seconds(createdAt), errors: [] };
}

export const updateHandlers = {
  DescribeUpdate: ({ place, names }) => {
    const update = place.updates.get(names.update ?? "");
    if (update?.cluster !== names.cluster || update === undefined) {
      return notFound(`No update found for ID: ${names.update ?? ""}`);
    }
    return { update: describe(place, update) };
  },
  ListUpdates: ({ place, names }) => ({
    updateIds: [...place.updates.values()]
      .filter(({ cluster }) => cluster === names.cluster)
      .map(({ id }) => id),
  }),
} as const satisfies Record<string, EksHandler>;
