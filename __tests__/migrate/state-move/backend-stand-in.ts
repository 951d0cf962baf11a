/**
 * Stands for Terraform and its backends in a move of states: each place holds the text of one state in memory. It
 * refuses every command that a move does not need, and a push that a backend would refuse. Nothing is started.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { vi } from "vitest";
import * as z from "zod";
import * as command from "../../../src/clients/system/command";
import { parseState, writeState, type StateDocument } from "../../../src/clients/terraform/state-document";
import { stages } from "../../../src/config/stages";
import type { MoveOptions } from "../../../src/migrate/state-move/move";

const settings = z.object({ terraform: z.object({ backend: z.record(z.string(), z.unknown()) }) });
const placeSchema = z.union([
  z.object({ local: z.object({ path: z.string() }) }).transform(({ local }) => local.path),
  z.object({ http: z.object({ address: z.string() }) }).transform(({ http }) => http.address),
]);

/** The last two parts of a place: `old/vpc`. */
const shortPlace = (place: string) => place.split("/").slice(-2).join("/");

export interface BackendStandIn {
  /** By place: `old/vpc`. */
  readonly states: Map<string, StateDocument>;
  /** Commands that fail, by words and place: `push new/eks` to what Terraform prints. */
  readonly failures: Map<string, string>;
  /** What a push stores instead of what it was given, by place. */
  readonly distortions: Map<string, (state: StateDocument) => StateDocument>;
  /** Addresses that a plan would update, by place. */
  readonly planned: Map<string, readonly string[]>;
  /** Each command with its place, in order. */
  readonly commands: string[];
  /** Called after each change of a state. */
  onChange: () => void;
  /** Folders of commands that still exist, but for those of the stacks. */
  readonly openFolders: () => string[];
  readonly restore: () => void;
}

export function backendStandIn(): BackendStandIn {
  const folders = new Set<string>();
  const run = (args: readonly string[], cwd: string): command.CommandResult => {
    const own = join(cwd, "main.tf.json");
    if (existsSync(own)) folders.add(cwd);
    const text = readFileSync(existsSync(own) ? own : join(cwd, "cdk.tf.json"), "utf8");
    const place = shortPlace(placeSchema.parse(settings.parse(JSON.parse(text)).terraform.backend));
    const words = args.filter((word) => !/^[-/]/.test(word)).join(" ");
    const short = words.replace(/^state /, "").replace(/^untaint .*$/, "lock");
    standIn.commands.push(`${short} ${place}`);
    const failure = standIn.failures.get(`${short} ${place}`);
    if (failure !== undefined) return { status: 1, stdout: "", stderr: failure };
    const state = standIn.states.get(place);
    switch (words) {
      case "init":
      case "untaint terraform_data.none":
        return succeeds();
      case "state pull":
        return succeeds(state === undefined ? "" : writeState(state));
      case "state push":
        return push(place, stateIn(args.at(-1) ?? ""));
      case "apply":
        if (!args.includes("-refresh-only") || state === undefined) break;
        change(place, { ...state, serial: state.serial + 1, outputs: { refreshed: { value: place } } });
        return succeeds();
      case "plan": {
        const changes = standIn.planned.get(place) ?? [];
        const events = changes.map((addr) => ({
          type: "planned_change",
          change: { resource: { addr }, action: "update" },
        }));
        const stdout = events.map((event) => JSON.stringify(event)).join("\n");
        return { status: changes.length > 0 ? 2 : 0, stdout, stderr: "" };
      }
    }
    throw new Error(`"${words}" at ${place} was not scripted`);
  };
  /** What Terraform refuses. Source: hashicorp/terraform, internal/states/statemgr/migrate.go (2026-11). */
  const push = (place: string, state: StateDocument): command.CommandResult => {
    const present = standIn.states.get(place);
    if (present !== undefined && (present.lineage !== state.lineage || present.serial > state.serial))
      return { status: 1, stdout: "", stderr: "cannot import state over unrelated or newer state" };
    change(place, standIn.distortions.get(place)?.(state) ?? state);
    return succeeds();
  };
  const change = (place: string, state: StateDocument) => {
    standIn.states.set(place, state);
    standIn.onChange();
  };
  const spy = vi.spyOn(command, "runCommand").mockImplementation(([, ...args], { cwd, onLine }) => {
    const result = run(args, cwd);
    for (const line of result.stdout.split("\n")) onLine?.(line);
    return Promise.resolve(result);
  });
  const standIn: BackendStandIn = {
    ...{ states: new Map(), failures: new Map(), distortions: new Map(), planned: new Map(), commands: [] },
    onChange: () => undefined,
    openFolders: () => [...folders].filter((folder) => existsSync(folder)),
    restore: () => {
      spy.mockRestore();
    },
  };
  return standIn;
}

const succeeds = (stdout = ""): command.CommandResult => ({ status: 0, stdout, stderr: "" });

function stateIn(file: string): StateDocument {
  const parsed = parseState(readFileSync(file, "utf8"));
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.state;
}

/** What Terraform prints where the state is locked by another process. */
export const lockError = `Error: Error acquiring the state lock

Error message: resource temporarily unavailable
Lock Info:
  ID:        0f5c
  Path:      terraform.tfstate
  Operation: OperationTypeApply
  Who:       ci@runner-1
  Version:   1.11.4
  Created:   2026-11-24 12:00:00.5 +0000 UTC
`;

/** Root resources that each stage declares. */
const declared: Readonly<Record<string, readonly string[]>> = {
  ...{ vpc: ["aws_vpc.this"], eks: ["aws_eks_cluster.this"] },
  ...{ addons: ["helm_release.karpenter"], runners: ["helm_release.runner", "helm_release.second"] },
};

export const stateOf = (
  lineage: string,
  addresses: readonly string[],
  more: Partial<StateDocument> = {},
): StateDocument => ({
  ...{ version: 4, terraform_version: "1.11.4", serial: 7, lineage, outputs: {} },
  resources: addresses.map((address) => {
    const [type = "", name = ""] = address.split(".");
    return { mode: "managed" as const, type, name, instances: [{ attributes: { name: "ci", id: address } }] };
  }),
  ...more,
});

type Side = MoveOptions["from"];

/**
 * Writes what synthesis would: each stack with its backend and the names of its resources.
 * @param place folder `old` keeps states in files; every other name is an address of a server
 */
export function sideIn(
  home: string,
  place: string,
  layout: "staged" | "single" = "staged",
  more: Partial<Side["config"]> = {},
): Side {
  const directory = join(home, `out-${place}-${layout}`);
  const isLocal = place === "old";
  for (const stack of layout === "single" ? ["single"] : stages) {
    const roots = stack === "single" ? Object.values(declared).flat() : (declared[stack] ?? []);
    const resource: Record<string, Record<string, object>> = {};
    for (const root of roots) {
      const [type = "", name = ""] = root.split(".");
      resource[type] = { ...resource[type], [name]: {} };
    }
    const backend = isLocal
      ? { local: { path: join(home, place, stack) } }
      : { http: { address: `https://states.example/${place}/${stack}` } };
    mkdirSync(join(directory, "stacks", stack), { recursive: true });
    const text = JSON.stringify({ resource, terraform: { backend } });
    writeFileSync(join(directory, "stacks", stack, "cdk.tf.json"), text);
  }
  const state = isLocal
    ? { backend: "local" as const, directory: join(home, place) }
    : { backend: "http" as const, address: `https://states.example/${place}` };
  return {
    directory,
    config: { name: "ci", region: "us-west-2", layout, state, versions: { set: "current" }, ...more },
  };
}
