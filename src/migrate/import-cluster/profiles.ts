/** Reads the Fargate profiles, by their keys in the eks module. */
import * as z from "zod";
import type { Config, ConfigInput } from "../../config";
import { select, type StateObject } from "./objects";

type Profiles = NonNullable<NonNullable<ConfigInput["cluster"]>["fargateProfiles"]>;

const profileSchema = z.object({
  fargate_profile_name: z.string(),
  selector: z.array(z.object({ namespace: z.string(), labels: z.record(z.string(), z.string()).nullish() })),
});
const inEks = /^module\.eks\.module\.fargate_profile\["(?<key>[^"]+)"\]$/;

export function readProfiles(objects: readonly StateObject[]): Profiles {
  const found = select(objects, { module: inEks, type: "aws_eks_fargate_profile" }, profileSchema);
  return Object.fromEntries(
    found.map(({ module, read: { fargate_profile_name: name, selector } }) => {
      const key = inEks.exec(module)?.groups?.key ?? name;
      const selectors = selector.map(({ namespace, labels }) => ({
        namespace,
        ...(labels !== null && labels !== undefined && Object.keys(labels).length > 0 && { labels }),
      }));
      return [key, { ...(name !== key && { name }), selectors }];
    }),
  );
}

/**
 * The keys of profiles that a configuration has in addition to these; undefined if it lacks one of these. The order of
 * selectors does not count.
 */
export function missingProfiles(
  profiles: Profiles,
  computed: Config["cluster"]["fargateProfiles"],
): readonly string[] | undefined {
  const existing = Object.entries(profiles).map(([key, { name = key, selectors }]) =>
    comparable({ key, name, selectors }),
  );
  const wanted = computed.map(comparable);
  if (!existing.every((profile) => wanted.includes(profile))) return undefined;
  return computed.filter((profile) => !existing.includes(comparable(profile))).map(({ key }) => key);
}

const comparable = ({ key, name, selectors }: Config["cluster"]["fargateProfiles"][number]) =>
  JSON.stringify([key, name, selectors.map((selector) => JSON.stringify(selector)).sort()]);
