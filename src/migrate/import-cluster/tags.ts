/** Finds tags that users added to the published ones. The VPC and the cluster represent all resources. */
import { ownerTags } from "../../config/resource-names";
import type { ParseResult, StateFinding } from "./parse-result";

type Tags = Readonly<Record<string, string>>;

interface Tagged {
  readonly address: string;
  readonly tags: Tags;
  /** All tags, including the provider's default_tags. */
  readonly all: Tags;
  /** Tags that the module itself writes, in addition to the owner tags. */
  readonly own: Tags;
}

export function readTags(cluster: string, resources: readonly Tagged[]): ParseResult<Tags> {
  const owner = ownerTags(cluster, "tutorial");
  const added = resources.map(({ tags, own }) => without(tags, { ...owner, ...own }));
  const [first = {}] = added;
  const common = Object.entries(first).filter(([key, value]) => added.every((tags) => tags[key] === value));
  const value = Object.fromEntries(common);
  const findings = resources.flatMap((resource) =>
    deviations(resource, { ...value, ...owner, ...resource.own }),
  );
  return { value, findings };
}

function without(tags: Tags, known: Tags): Tags {
  return Object.fromEntries(Object.entries(tags).filter(([key]) => !Object.hasOwn(known, key)));
}

function deviations({ address, tags, all }: Tagged, wanted: Tags): readonly StateFinding[] {
  const keys = [...new Set([...Object.keys(tags), ...Object.keys(wanted)])];
  const other = keys.filter((key) => tags[key] !== wanted[key]).sort();
  const byDefault = Object.keys(without(all, tags)).sort();
  const differing = {
    address,
    what: `its tags ${other.join(", ")} differ from those that the configuration gives to all resources`,
    fix: "let the plan set them, or add tags for all resources under `tags`",
  };
  const inherited = {
    address,
    what: `its tags ${byDefault.join(", ")} come from default_tags of the provider, which a configuration does not support`,
    fix: "add them under `tags`: the plan then sets them on every resource",
  };
  return [...(other.length === 0 ? [] : [differing]), ...(byDefault.length === 0 ? [] : [inherited])];
}
