/** Tags of every resource of the emulated EKS, by ARN. */
import * as z from "zod";
import { notFound, parse } from "./errors";
import type { EksCall, EksHandler, EksResource } from "./model";
import { tagsSchema } from "./requests";
import { allResources } from "./store";

export const tagHandlers = {
  ListTagsForResource: (call) => ({ tags: resourceOf(call).tags }),
  TagResource: (call) => {
    const resource = resourceOf(call);
    resource.tags = { ...resource.tags, ...parse(z.object({ tags: tagsSchema }), call.body).tags };
    return {};
  },
  UntagResource: (call) => {
    const resource = resourceOf(call);
    const keys = call.query.getAll("tagKeys");
    resource.tags = Object.fromEntries(Object.entries(resource.tags).filter(([key]) => !keys.includes(key)));
    return {};
  },
} as const satisfies Record<string, EksHandler>;

function resourceOf({ store, names }: EksCall): EksResource {
  const resource = allResources(store).find(({ arn }) => arn === names.arn);
  return resource ?? notFound(`Resource ${names.arn ?? ""} was not found`);
}
