/** States moved by real Terraform: stacks like ours, whose only resources are Terraform's own. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runCommand } from "../../src/clients/system/command";
import {
  moveState,
  type MoveOptions,
  type MoveOutcome,
  type MoveStep,
} from "../../src/migrate/state-move/move";
import { startStateServer, type StateServer } from "../lifecycle/state-server";

const { status } = await runCommand(["terraform", "version"], { cwd: tmpdir(), env: process.env });

type Layout = "staged" | "single";
type Backend = "local" | "http";
const secret = "s3cret-value";

let folder: string;
let server: StateServer;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "glr-"));
  server = await startStateServer({ user: "me", password: "pass" });
});
afterEach(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

const env = () => ({
  PATH: process.env.PATH,
  HOME: folder,
  TF_HTTP_USERNAME: "me",
  TF_HTTP_PASSWORD: "pass",
  TF_VAR_secret: secret,
});

async function terraform(directory: string, stack: string, ...args: string[]): Promise<string> {
  const result = await runCommand(["terraform", ...args, "-no-color"], {
    cwd: join(directory, "stacks", stack),
    env: env(),
  });
  if (result.status !== 0) throw new Error(result.stdout + result.stderr);
  return result.stdout;
}

const data = (input: unknown, more: object = {}) => ({ input, ...more });
const read = (stack: string, name: string) => `\${data.terraform_remote_state.${stack}.outputs.${name}}`;

/** Each stage reads the one before, in the single layout directly. */
function stacksOf(layout: Layout): Record<string, object> {
  const region = { region: data({ region: "us-west-2" }) };
  const vpc = { module: { vpc: { source: join(folder, "module") } } };
  const runners = { runner: data("${var.secret}", { depends_on: ["terraform_data.addon"] }) };
  const variable = { secret: { sensitive: true } };
  if (layout === "single") {
    const cluster = data("${module.vpc.id}");
    const addon = data("${terraform_data.cluster.output}");
    return {
      single: { ...vpc, variable, resource: { terraform_data: { ...region, cluster, addon, ...runners } } },
    };
  }
  const { runner } = runners;
  return {
    vpc: { ...vpc, resource: { terraform_data: region }, output: { vpc_id: { value: "${module.vpc.id}" } } },
    eks: {
      resource: { terraform_data: { ...region, cluster: data(read("vpc", "vpc_id")) } },
      output: { cluster_name: { value: "${terraform_data.cluster.output}" } },
    },
    addons: {
      resource: { terraform_data: { ...region, addon: data(read("eks", "cluster_name")) } },
      output: { pools: { value: ["a"] } },
    },
    runners: { variable, resource: { terraform_data: { ...region, runner: { input: runner.input } } } },
  };
}

const upstream: Readonly<Record<string, string>> = { eks: "vpc", addons: "eks" };

function place(backend: Backend, name: string) {
  const address = `${server.url}/demo-${name}`;
  const lock = { lock_address: `${address}/lock`, unlock_address: `${address}/lock` };
  return backend === "local"
    ? { path: join(folder, "tfstate", `${name}.tfstate`) }
    : { address, ...lock, lock_method: "POST", unlock_method: "DELETE", retry_max: 0 };
}

/** Writes what synthesis would. */
function synthesized(layout: Layout, backend: Backend): MoveOptions["from"] {
  mkdirSync(join(folder, "module"), { recursive: true });
  const module = {
    resource: { terraform_data: { this: data("vpc-1") } },
    output: { id: { value: "${terraform_data.this.output}" } },
  };
  writeFileSync(join(folder, "module", "main.tf.json"), JSON.stringify(module));
  const directory = join(folder, `${layout}-${backend}`);
  for (const [stack, content] of Object.entries(stacksOf(layout))) {
    const before = upstream[stack];
    const config = before === undefined ? {} : place(backend, before);
    const remote = {
      data: {
        terraform_remote_state: {
          [before ?? ""]: {
            backend,
            config: backend === "local" ? config : { address: Object.values(config)[0] },
          },
        },
      },
    };
    mkdirSync(join(directory, "stacks", stack), { recursive: true });
    writeFileSync(
      join(directory, "stacks", stack, "cdk.tf.json"),
      JSON.stringify({
        ...content,
        ...(before !== undefined && remote),
        terraform: { backend: { [backend]: place(backend, stack) } },
      }),
    );
  }
  const state =
    backend === "local"
      ? { backend: "local" as const, directory: join(folder, "tfstate") }
      : { backend: "http" as const, address: server.url };
  return {
    directory,
    config: { name: "demo", region: "us-west-2", layout, state, versions: { set: "current" } },
  };
}

async function deployed(layout: Layout, backend: Backend, stacks?: readonly string[]) {
  const side = synthesized(layout, backend);
  for (const stack of stacks ?? Object.keys(stacksOf(layout))) {
    await terraform(side.directory, stack, "init");
    await terraform(side.directory, stack, "apply", "-auto-approve");
  }
  return side;
}

const move = (from: MoveOptions["from"], to: MoveOptions["to"], more: Partial<MoveOptions> = {}) =>
  moveState({ from, to, env: env(), verify: true, ...more });

function counts({ places }: MoveOutcome) {
  return Object.fromEntries(places.map(({ side, stack, resources }) => [`${side} ${stack}`, resources]));
}
const moved = {
  "from single": 0,
  "to vpc": 2,
  "to eks": 2,
  "to addons": 2,
  "to runners": 2,
};
const stopAt = (step: MoveStep) => (now: MoveStep) => {
  if (now.done === step.done && now.stack === step.stack) throw new Error("killed");
};

describe.skipIf(status !== 0)("state move", () => {
  it("takes one root apart into stages at another backend, killed on the way, and back; plans are empty", async () => {
    const single = await deployed("single", "local");
    const staged = synthesized("staged", "http");
    const stop = stopAt({ done: "refreshed", stack: "eks" });
    await expect(move(single, staged, { onStep: stop })).rejects.toThrow("killed");
    const there = await move(single, staged);
    expect(there).toMatchObject({ ok: true, continued: true });
    expect(counts(there)).toEqual(moved);
    expect(JSON.parse(await terraform(staged.directory, "eks", "output", "-json"))).toMatchObject({
      cluster_name: { value: "vpc-1" },
    });

    const back = await move(staged, single);
    expect(back).toMatchObject({ ok: true, continued: false });
    expect(counts(back)).toEqual({
      "from vpc": 0,
      "from eks": 0,
      "from addons": 0,
      "from runners": 0,
      "to single": 5,
    });
    expect(JSON.stringify([there, back])).not.toContain(secret);
  });

  it("keeps a copy that only its owner may read", async () => {
    const outcome = await move(await deployed("single", "local"), synthesized("single", "http"));
    const backup = outcome.backup ?? "";
    expect(statSync(backup).mode & 0o777).toBe(0o700);
    expect(readdirSync(backup).sort()).toEqual(["move.json", "single.tfstate"]);
    for (const file of readdirSync(backup)) expect(statSync(join(backup, file)).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(backup, "single.tfstate"), "utf8")).toContain(secret);
    expect(readFileSync(join(backup, "move.json"), "utf8")).not.toContain(secret);
    expect(
      readdirSync(tmpdir()).filter(
        (name) => name.startsWith("glrunner-state-") && existsSync(join(tmpdir(), name, "push.tfstate")),
      ),
    ).toEqual([]);
  });

  it("moves outputs along when the layout stays, and nothing for a stage that was never deployed", async () => {
    const local = await deployed("staged", "local", ["vpc", "eks"]);
    const http = synthesized("staged", "http");
    expect(counts(await move(local, http))).toMatchObject({
      "from vpc": 0,
      "to vpc": 2,
      "to eks": 2,
      "to addons": 0,
    });
    expect(server.states.has("demo-addons")).toBe(false);
    expect(server.states.get("demo-vpc")).toContain("vpc_id");
    expect(await move(local, http)).toMatchObject({ ok: false, problem: { code: "move-nothing" } });
  });

  it.each(["from single", "to eks"])("writes nothing while a lock is held: %s", async (which) => {
    const single = await deployed("single", "http");
    const [, name = ""] = which.split(" ");
    server.locks.set(`demo-${name}`, JSON.stringify({ ID: "held", Who: "someone@else" }));
    const before = new Map(server.states);
    const outcome = await move(single, { ...synthesized("staged", "http") });
    expect(outcome).toMatchObject({ ok: false, problem: { code: "move-locked" }, backup: undefined });
    expect(outcome.ok ? "" : outcome.problem.message).toMatch(new RegExp(`state of ${name} .*held`));
    expect(new Map(server.states)).toEqual(before);
  });

  it("refuses a place that holds resources, and names them", async () => {
    const single = await deployed("single", "local");
    const staged = await deployed("staged", "http", ["vpc"]);
    const before = new Map(server.states);
    expect(await move(single, staged)).toMatchObject({
      ok: false,
      backup: undefined,
      problem: {
        code: "move-target-not-empty",
        addresses: ["module.vpc.terraform_data.this", "terraform_data.region"],
      },
    });
    expect(new Map(server.states)).toEqual(before);
  });

  it("refuses what no stage declares, and its own place", async () => {
    const single = await deployed("single", "local");
    const staged = synthesized("staged", "http");
    const file = join(staged.directory, "stacks/addons/cdk.tf.json");
    writeFileSync(file, readFileSync(file, "utf8").replace('"addon"', '"other"'));
    expect(await move(single, staged)).toMatchObject({
      ok: false,
      backup: undefined,
      problem: { code: "move-no-such-stack", addresses: ["terraform_data.addon"] },
    });
    expect(await move(single, single)).toMatchObject({ ok: false, problem: { code: "move-same-place" } });
    expect(server.states.size).toBe(0);
  });

  it("leaves the old state alone when a plan of the new one is not empty, and continues once it is empty", async () => {
    const local = await deployed("single", "local");
    const http = synthesized("single", "http");
    const file = join(http.directory, "stacks/single/cdk.tf.json");
    const right = readFileSync(file, "utf8");
    writeFileSync(file, right.replace("var.secret", "var.secret}-${var.secret"));
    const stopped = await move(local, http);
    expect(stopped).toMatchObject({
      ok: false,
      problem: { code: "move-plan-not-empty", addresses: ["terraform_data.runner (update)"] },
    });
    expect(counts(stopped)).toEqual({ "from single": 5, "to single": 5 });
    expect(JSON.stringify(stopped)).not.toContain(secret);
    writeFileSync(file, right);
    const again = await move(local, http);
    expect(again).toMatchObject({ ok: true, continued: true, backup: stopped.backup });
    expect(counts(again)).toEqual({ "from single": 0, "to single": 5 });
  });

  it("continues where it was killed, each time, from the one copy", async () => {
    const local = await deployed("staged", "local", ["vpc", "eks"]);
    const http = synthesized("staged", "http");
    const killedAt = async (step: MoveStep) => {
      await expect(move(local, http, { verify: false, onStep: stopAt(step) })).rejects.toThrow("killed");
    };
    await killedAt({ done: "copied" });
    await killedAt({ done: "written", stack: "vpc" });
    await killedAt({ done: "recorded", stack: "eks" });
    await killedAt({ done: "emptied", stack: "vpc" });
    const end = await move(local, http, { verify: false });
    expect(end).toMatchObject({ ok: true, continued: true });
    expect(counts(end)).toMatchObject({ "from vpc": 0, "from eks": 0, "to vpc": 2, "to eks": 2 });
    const copies = readdirSync(join(folder, "tfstate")).filter((name) => name.startsWith("backup-"));
    expect(copies).toHaveLength(1);
    // Also where a run with the new configuration looks.
    expect(readdirSync(join(folder, "tfstate/demo", copies.join()))).toEqual(["move.json"]);
  });

  it("does not overwrite what was applied after it broke off", async () => {
    const local = await deployed("single", "local");
    const http = synthesized("single", "http");
    const stop = stopAt({ done: "recorded", stack: "single" });
    await expect(move(local, http, { onStep: stop })).rejects.toThrow("killed");
    await terraform(local.directory, "single", "apply", "-auto-approve", "-replace=terraform_data.addon");
    const outcome = await move(local, http);
    expect(outcome).toMatchObject({ ok: false, problem: { code: "move-target-not-empty" } });
    expect(counts(outcome)).toEqual({ "from single": 5, "to single": 5 });
  });
});
