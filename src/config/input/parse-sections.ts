/**
 * Parses each section of a configuration by itself, and each runner by itself, so that a mistake in one does not hide
 * mistakes in the others.
 */
import type { z } from "zod";
import { issueProblems, type WrittenAt } from "./zod-problems";
import type { Path } from "../paths";
import { placeForRules } from "../placement";
import type { ClusterPlacement } from "../placement/types";
import type { Problem } from "./problems";
import { configSchema, type ParsedConfig } from "../schema";
import { maxRunners, runnerSchema, type RunnerConfig } from "../schema/runners";

/** A runner without a problem of its own, with its index in the list. */
export interface FleetEntry {
  readonly index: number;
  readonly runner: RunnerConfig;
}

/** The parsed sections; undefined for a section with a problem of its own. */
export type Sections = { readonly [K in keyof ParsedConfig]: ParsedConfig[K] | undefined };

/** The sections as rules read them. */
export type RuleSections = Omit<Sections, "cluster"> & {
  /** Undefined also if the placement is undecided, because another section has a problem. */
  readonly cluster: ClusterPlacement | undefined;
  /** The runners without a problem of their own, even if others have one. */
  readonly fleet: readonly FleetEntry[];
};

interface ParsedSections {
  readonly sections: Sections;
  readonly fleet: readonly FleetEntry[];
  readonly problems: readonly Problem[];
}

/** Adds the placement, which rules read, to the parsed sections. */
export function ruleSections({ sections, fleet }: ParsedSections): RuleSections {
  return { ...sections, fleet, cluster: placeForRules(sections) };
}

/** Whether no section has a problem of its own. */
export function isComplete(sections: Sections): sections is ParsedConfig {
  return Object.values(sections).every((section) => section !== undefined);
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

/** @param writtenAt the text of a number or a boolean in the file. @default not known */
export function parseSections(raw: Readonly<Record<string, unknown>>, writtenAt?: WrittenAt): ParsedSections {
  const problems: Problem[] = [...issueProblems(raw, [], unknownSections(raw))];
  const { shape } = configSchema;
  const read = <Output>(schema: z.ZodType<Output>, key: keyof typeof shape): Output | undefined => {
    const path: Path = [key];
    const result = schema.safeParse(Object.hasOwn(raw, key) ? raw[key] : undefined);
    if (result.success) return result.data;
    // Not spread: the list may be longer than the arguments of a call.
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
