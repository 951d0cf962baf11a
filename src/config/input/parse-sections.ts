/**
 * The sections of a configuration, parsed one by one, and the runners one by one, so that a mistake in one does not
 * hide what is wrong in the others.
 */
import type { z } from "zod";
import { issueProblems, type WrittenAt } from "./zod-problems";
import type { Path } from "../paths";
import { placeForRules } from "../placement";
import type { ClusterPlacement } from "../placement/types";
import type { Problem } from "./problems";
import { configSchema, type ParsedConfig } from "../schema";
import { maxRunners, runnerSchema, type RunnerConfig } from "../schema/runners";

/** A runner that parsed, with its place in the list. */
export interface FleetEntry {
  readonly index: number;
  readonly runner: RunnerConfig;
}

/** What parsed; undefined is a section with a problem of its own. */
export type Sections = { readonly [K in keyof ParsedConfig]: ParsedConfig[K] | undefined };

export type Parts = Omit<Sections, "cluster"> & {
  /** Undefined also where it has not been decided what runs where, because another section has a problem. */
  readonly cluster: ClusterPlacement | undefined;
  /** The runners that parsed, even if others did not. */
  readonly fleet: readonly FleetEntry[];
};

interface PartsResult {
  readonly sections: Sections;
  readonly fleet: readonly FleetEntry[];
  readonly problems: readonly Problem[];
}

export function partsOf(sections: Sections, fleet: Parts["fleet"]): Parts {
  return { ...sections, fleet, cluster: placeForRules(sections) };
}

export function isComplete(sections: Sections): sections is ParsedConfig {
  return Object.values(sections).every((part) => part !== undefined);
}

function readFleet(raw: unknown): readonly FleetEntry[] {
  if (!Array.isArray(raw)) return [];
  return raw.slice(0, maxRunners).flatMap((item: unknown, index) => {
    const result = runnerSchema.safeParse(item);
    return result.success ? [{ index, runner: result.data }] : [];
  });
}

function unknownSections(raw: Readonly<Record<string, unknown>>): z.core.$ZodIssue[] {
  const keys = Object.keys(raw).filter((key) => !Object.hasOwn(configSchema.shape, key));
  return keys.length === 0
    ? []
    : [{ code: "unrecognized_keys", keys, path: [], message: "unknown key", input: raw }];
}

export function readParts(raw: Readonly<Record<string, unknown>>, writtenAt?: WrittenAt): PartsResult {
  const problems: Problem[] = [...issueProblems(raw, [], unknownSections(raw))];
  const { shape } = configSchema;
  const read = <Output>(schema: z.ZodType<Output>, key: keyof typeof shape): Output | undefined => {
    const path: Path = [key];
    const result = schema.safeParse(Object.hasOwn(raw, key) ? raw[key] : undefined);
    if (result.success) return result.data;
    for (const found of issueProblems(raw, path, result.error.issues, writtenAt)) problems.push(found);
    return undefined;
  };
  const sections: Sections = {
    name: read(shape.name, "name"),
    region: read(shape.region, "region"),
    tags: read(shape.tags, "tags"),
    layout: read(shape.layout, "layout"),
    versions: read(shape.versions, "versions"),
    iam: read(shape.iam, "iam"),
    network: read(shape.network, "network"),
    cluster: read(shape.cluster, "cluster"),
    addons: read(shape.addons, "addons"),
    gitlabCa: read(shape.gitlabCa, "gitlabCa"),
    proxy: read(shape.proxy, "proxy"),
    images: read(shape.images, "images"),
    runners: read(shape.runners, "runners"),
    state: read(shape.state, "state"),
    capacity: read(shape.capacity, "capacity"),
    allowUnknownRegion: read(shape.allowUnknownRegion, "allowUnknownRegion"),
  };
  return { sections, fleet: readFleet(raw.runners), problems };
}
