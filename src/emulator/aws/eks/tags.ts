/** Tags of whatever the emulated EKS has, by ARN. */
import * as z from "zod";
import { notFound, parse, tagsSchema, type EksCall, type EksHandler, type Thing } from "./store";

export const tagHandlers = {
  ListTagsForResource: (call) => ({ tags: thingOf(call).tags }),
  TagResource: (call) => {
    const thing = thingOf(call);
    thing.tags = { ...thing.tags, ...parse(z.object({ tags: tagsSchema }), call.body).tags };
    return {};
  },
  UntagResource: (call) => {
    const thing = thingOf(call);
    const keys = call.query.getAll("tagKeys");
    thing.tags = Object.fromEntries(Object.entries(thing.tags).filter(([key]) => !keys.includes(key)));
    return {};
  },
} as const satisfies Record<string, EksHandler>;

function thingOf({ place, names }: EksCall): Thing {
  for (const cluster of place.clusters.values()) {
    const { addons, profiles, nodeGroups } = cluster;
    for (const thing of [cluster, ...addons.values(), ...profiles.values(), ...nodeGroups.values()]) {
      if (thing.arn === names.arn) return thing;
    }
  }
  return notFound(`Resource ${names.arn ?? ""} was not found`);
}
