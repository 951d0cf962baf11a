/** Moves states with real Terraform, between stacks that are shaped like ours but hold only Terraform's own resources. */
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

const terraformData = (input: unknown, more: object = {}) => ({ input, ...more });
const outputOf = (stack: string, name: string) => `\${data.terraform_remote_state.${stack}.outputs.${name}}`;

/** Returns the stacks of a layout. Each stage reads an output of the stage before it; the single layout has no outputs. */
function stacksOf(layout: Layout): Record<string, object> {
  const region = { region: terraformData({ region: "us-west-2" }) };
  const vpc = { module: { vpc: { source: join(folder, "module") } } };
  const runners = { runner: terraformData("${var.secret}", { depends_on: ["terraform_data.addon"] }) };
  const variable = { secret: { sensitive: true } };
  if (layout === "single") {
    const cluster = terraformData("${module.vpc.id}");
    const addon = terraformData("${terraform_data.cluster.output}");
    return {
      single: { ...vpc, variable, resource: { terraform_data: { ...region, cluster, addon, ...runners } } },
    };
  }
  const { runner } = runners;
  return {
    vpc: { ...vpc, resource: { terraform_data: region }, output: { vpc_id: { value: "${module.vpc.id}" } } },
    eks: {
      resource: { terraform_data: { ...region, cluster: terraformData(outputOf("vpc", "vpc_id")) } },
      output: { cluster_name: { value: "${terraform_data.cluster.output}" } },
    },
    addons: {
      resource: { terraform_data: { ...region, addon: terraformData(outputOf("eks", "cluster_name")) } },
      output: { pools: { value: ["a"] } },
    },
    runners: { variable, resource: { terraform_data: { ...region, runner: { input: runner.input } } } },
  };
}

const upstream: Readonly<Record<string, string>> = { eks: "vpc", addons: "eks" };

/** Returns the settings of the backend that holds the state of the stack. */
function backendOf(backend: Backend, name: string) {
  const address = `${server.url}/demo-${name}`;
  const lock = { lock_address: `${address}/lock`, unlock_address: `${address}/lock` };
  return backend === "local"
    ? { path: join(folder, "tfstate", `${name}.tfstate`) }
    : { address, ...lock, lock_method: "POST", unlock_method: "DELETE", retry_max: 0 };
}

/** Writes the stacks as a synthesis would, and returns one side of a move. */
function synthesize(layout: Layout, backend: Backend): MoveOptions["from"] {
  mkdirSync(join(folder, "module"), { recursive: true });
  const module = {
    resource: { terraform_data: { this: terraformData("vpc-1") } },
    output: { id: { value: "${terraform_data.this.output}" } },
  };
  writeFileSync(join(folder, "module", "main.tf.json"), JSON.stringify(module));
  const directory = join(folder, `${layout}-${backend}`);
  for (const [stack, content] of Object.entries(stacksOf(layout))) {
    const before = upstream[stack];
    const config = before === undefined ? {} : backendOf(backend, before);
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
        terraform: { backend: { [backend]: backendOf(backend, stack) } },
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

/** Writes the stacks, and applies `stacks`: by default all of the layout. */
async function deploy(layout: Layout, backend: Backend, stacks?: readonly string[]) {
  const side = synthesize(layout, backend);
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
  it("moves one root into stages at another backend and back, even after a kill, with empty plans", async () => {
    const single = await deploy("single", "local");
    const staged = synthesize("staged", "http");
    const stop = stopAt({ done: "refreshed", stack: "eks" });
    await expect(move(single, staged, { onStep: stop })).rejects.toThrow("killed");
    const split = await move(single, staged);
    expect(split).toMatchObject({ ok: true, continued: true });
    expect(counts(split)).toEqual(moved);
    expect(JSON.parse(await terraform(staged.directory, "eks", "output", "-json"))).toMatchObject({
      cluster_name: { value: "vpc-1" },
    });

    const joined = await move(staged, single);
    expect(joined).toMatchObject({ ok: true, continued: false });
    expect(counts(joined)).toEqual({
      "from vpc": 0,
      "from eks": 0,
      "from addons": 0,
      "from runners": 0,
      "to single": 5,
    });
    expect(JSON.stringify([split, joined])).not.toContain(secret);
  });

  it("keeps a backup that only its owner can read", async () => {
    const outcome = await move(await deploy("single", "local"), synthesize("single", "http"));
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

  it("moves outputs if the layout stays the same, and writes no state of a stage that was never deployed", async () => {
    const local = await deploy("staged", "local", ["vpc", "eks"]);
    const http = synthesize("staged", "http");
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

  it.each(["from single", "to eks"])("writes nothing while another user holds the lock: %s", async (lock) => {
    const single = await deploy("single", "http");
    const [, name = ""] = lock.split(" ");
    server.locks.set(`demo-${name}`, JSON.stringify({ ID: "held", Who: "someone@else" }));
    const before = new Map(server.states);
    const outcome = await move(single, { ...synthesize("staged", "http") });
    expect(outcome).toMatchObject({ ok: false, problem: { code: "move-locked" }, backup: undefined });
    expect(outcome.ok ? "" : outcome.problem.message).toMatch(new RegExp(`state of ${name} .*held`));
    expect(new Map(server.states)).toEqual(before);
  });

  it("refuses a target state that holds resources, and names them", async () => {
    const single = await deploy("single", "local");
    const staged = await deploy("staged", "http", ["vpc"]);
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

  it("refuses resources that no stage declares, and a target that is the source", async () => {
    const single = await deploy("single", "local");
    const staged = synthesize("staged", "http");
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

  it("keeps the old state while a plan of the new state is not empty, and continues once it is empty", async () => {
    const local = await deploy("single", "local");
    const http = synthesize("single", "http");
    const file = join(http.directory, "stacks/single/cdk.tf.json");
    const original = readFileSync(file, "utf8");
    writeFileSync(file, original.replace("var.secret", "var.secret}-${var.secret"));
    const stopped = await move(local, http);
    expect(stopped).toMatchObject({
      ok: false,
      problem: { code: "move-plan-not-empty", addresses: ["terraform_data.runner (update)"] },
    });
    expect(counts(stopped)).toEqual({ "from single": 5, "to single": 5 });
    expect(JSON.stringify(stopped)).not.toContain(secret);
    writeFileSync(file, original);
    const continued = await move(local, http);
    expect(continued).toMatchObject({ ok: true, continued: true, backup: stopped.backup });
    expect(counts(continued)).toEqual({ "from single": 0, "to single": 5 });
  });

  it("continues after each kill, from the same backup", async () => {
    const local = await deploy("staged", "local", ["vpc", "eks"]);
    const http = synthesize("staged", "http");
    const killedAt = async (step: MoveStep) => {
      await expect(move(local, http, { verify: false, onStep: stopAt(step) })).rejects.toThrow("killed");
    };
    await killedAt({ done: "copied" });
    await killedAt({ done: "written", stack: "vpc" });
    await killedAt({ done: "recorded", stack: "eks" });
    await killedAt({ done: "emptied", stack: "vpc" });
    const outcome = await move(local, http, { verify: false });
    expect(outcome).toMatchObject({ ok: true, continued: true });
    expect(counts(outcome)).toMatchObject({ "from vpc": 0, "from eks": 0, "to vpc": 2, "to eks": 2 });
    const backups = readdirSync(join(folder, "tfstate")).filter((name) => name.startsWith("backup-"));
    expect(backups).toHaveLength(1);
    // A run with the new configuration looks for the record of the move here.
    expect(readdirSync(join(folder, "tfstate/demo", backups.join()))).toEqual(["move.json"]);
  });

  it("does not overwrite changes that were applied after an interrupted move", async () => {
    const local = await deploy("single", "local");
    const http = synthesize("single", "http");
    const stop = stopAt({ done: "recorded", stack: "single" });
    await expect(move(local, http, { onStep: stop })).rejects.toThrow("killed");
    await terraform(local.directory, "single", "apply", "-auto-approve", "-replace=terraform_data.addon");
    const outcome = await move(local, http);
    expect(outcome).toMatchObject({ ok: false, problem: { code: "move-target-not-empty" } });
    expect(counts(outcome)).toEqual({ "from single": 5, "to single": 5 });
  });
});
