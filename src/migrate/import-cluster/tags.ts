/** The tags that were added to the published ones: on the VPC and the cluster, which stand for everything. */
import { ownerTags } from "../../config/resource-names";
import type { ParseResult, StateFinding } from "./parse-result";

type Tags = Readonly<Record<string, string>>;

interface Tagged {
  readonly address: string;
  readonly tags: Tags;
  /** With those that the provider adds to everything. */
  readonly all: Tags;
  /** Beside the owner's: what the module itself writes. */
  readonly own: Tags;
}

export function readTags(cluster: string, resources: readonly Tagged[]): ParseResult<Tags> {
  const owner = ownerTags(cluster, "tutorial");
  const added = resources.map(({ tags, own }) => without(tags, { ...owner, ...own }));
  const [first = {}] = added;
  const common = Object.entries(first).filter(([key, value]) => added.every((tags) => tags[key] === value));
  const value = Object.fromEntries(common);
  const findings = resources.flatMap((thing) => deviations(thing, { ...value, ...owner, ...thing.own }));
  return { value, findings };
}

function without(tags: Tags, known: Tags): Tags {
  return Object.fromEntries(Object.entries(tags).filter(([key]) => !Object.hasOwn(known, key)));
}

function deviations({ address, tags, all }: Tagged, wanted: Tags): readonly StateFinding[] {
  const keys = [...new Set([...Object.keys(tags), ...Object.keys(wanted)])];
  const other = keys.filter((key) => tags[key] !== wanted[key]).sort();
  const byDefault = Object.keys(without(all, tags)).sort();
  return [
    ...(other.length === 0
      ? []
      : [
          {
            address,
            what: `its tags ${other.join(", ")} are not those that the configuration gives to everything`,
            fix: "let the plan set them, or add under `tags` those that all resources of the cluster should have",
          },
        ]),
    ...(byDefault.length === 0
      ? []
      : [
          {
            address,
            what: `its tags ${byDefault.join(", ")} come from default_tags of a provider, which a configuration does not have`,
            fix: "add them under `tags`: the plan then sets them on every resource",
          },
        ]),
  ];
}
