/**
 * Runs the first steps of a user: cdktf synthesizes the example, deploys its first stage and destroys it again, on the
 * emulator with real Terraform and the real AWS provider.
 */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { startEmulator, type Emulator } from "../../src/emulator";
import { missingInCi } from "../support/requirement";
import { findRequirements } from "../../src/emulator/requirements";
import { runCommand } from "../../src/clients/system/command";
import { createProject, expectExit, managedResourceCount, stackJson, type Project } from "../support/project";

const planSchema = z.object({
  resource_changes: z.array(
    z.object({ address: z.string(), change: z.object({ actions: z.array(z.string()) }) }),
  ),
});
const stateSchema = z.object({
  outputs: z.object({
    vpc_id: z.object({ value: z.string() }),
    private_subnet_ids: z.object({ value: z.array(z.string().startsWith("subnet-")).length(3) }),
  }),
});

const requirements = await findRequirements();
const missing = requirements.ok ? [] : requirements.missing;

it("CI has every program that the deployment of the vpc stage needs", async (context) => {
  expect(await missingInCi(missing, context)).toEqual([]);
});

describe.skipIf(!requirements.ok)("the vpc stage of the example", () => {
  let folder: string;
  let emulator: Emulator;
  let project: Project;

  /** Writes only the stage's JSON into a folder, and returns a function that runs Terraform in it. */
  const plainTerraform = (name: string, edit = (json: string) => json) => {
    const directory = join(folder, name);
    mkdirSync(directory);
    writeFileSync(join(directory, "cdk.tf.json"), edit(stackJson(project, "vpc")));
    return (...args: string[]) =>
      runCommand(["terraform", ...args, "-no-color"], { cwd: directory, env: project.env });
  };

  beforeAll(async () => {
    if (!requirements.ok) return;
    folder = realpathSync(mkdtempSync(join(tmpdir(), "glr-")));
    emulator = await startEmulator({ folder, requirements });
    project = createProject(emulator, readFileSync("glrunner.yaml", "utf8"));
  });
  afterAll(async () => {
    if (!requirements.ok) return;
    await emulator.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it("is synthesized by cdktf", async () => {
    const synth = await expectExit(0, project.cdktf("synth"));
    expect(synth.stdout).toContain("Generated Terraform code for the stacks: addons, eks, runners, vpc");
  });

  it("is planned by plain Terraform from its JSON alone", async () => {
    const terraform = plainTerraform("plain");
    await expectExit(0, terraform("init"));
    await expectExit(2, terraform("plan", "-detailed-exitcode", "-out=plan"));
    const shown = await expectExit(0, terraform("show", "-json", "plan"));
    const changes = planSchema.parse(JSON.parse(shown.stdout)).resource_changes;
    expect(changes.filter(({ change }) => change.actions.join() !== "create")).toEqual([]);
    const zones = [0, 1, 2];
    const addresses = changes
      .map(({ address }) => address)
      .filter((address) => address.startsWith("module."));
    expect(addresses).toEqual(
      [
        ...["default_network_acl.this", "default_route_table.default", "default_security_group.this"],
        ...["eip.nat", "internet_gateway.this", "nat_gateway.this", "vpc.this"],
        ...["route.private_nat_gateway", "route.public_internet_gateway"],
        ...["route_table.private", "route_table.public"],
      ]
        .map((name) => `module.vpc.aws_${name}[0]`)
        .concat(
          [
            "route_table_association.private",
            "route_table_association.public",
            "subnet.private",
            "subnet.public",
          ].flatMap((name) => zones.map((index) => `module.vpc.aws_${name}[${index}]`)),
        )
        .sort(),
    );
  });

  it("is refused by Terraform if a variable is misspelt", async () => {
    const terraform = plainTerraform("misspelt", (json) =>
      json.replace('"public_subnets"', '"publik_subnets"'),
    );
    const init = await terraform("init");
    const validate = await expectExit(1, terraform("validate"));
    expect(init.stderr + validate.stderr).toContain('No argument or block type is named "publik_subnets"');
  });

  it("is deployed by cdktf, and the next stage can read its outputs", async () => {
    await expectExit(0, project.cdktf("deploy", "vpc", "--auto-approve"));
    const text = readFileSync(join(emulator.home, "tfstate/glrunner/vpc.tfstate"), "utf8");
    const { outputs } = stateSchema.parse(JSON.parse(text));
    const { aws } = await emulator.inventory();
    const idsOf = (kind: string) => aws.filter((row) => row.kind === kind).map(({ id }) => id);
    expect(idsOf("vpc")).toEqual([outputs.vpc_id.value]);
    expect(idsOf("subnet")).toEqual(expect.arrayContaining(outputs.private_subnet_ids.value));
    const subnets = aws.filter(({ kind }) => kind === "subnet").map(({ name }) => name);
    expect(subnets.sort()).toEqual(
      ["private", "public"].flatMap((kind) =>
        ["a", "b", "c"].map((zone) => `glrunner-${kind}-us-west-2${zone}`),
      ),
    );
  });

  it("has no changes in a second plan, in cdktf's folder and with plain Terraform", async () => {
    const terraform = plainTerraform("again");
    await expectExit(0, terraform("init"));
    for (const run of [terraform, (...args: string[]) => project.terraform("vpc", ...args)]) {
      expect((await expectExit(0, run("plan", "-detailed-exitcode"))).stdout).toContain("No changes.");
    }
  });

  it("is destroyed by cdktf, and no resource remains", async () => {
    // cdktf would destroy the later stages first, but none was deployed.
    await expectExit(
      0,
      project.cdktf("destroy", "vpc", "--ignore-missing-stack-dependencies", "--auto-approve"),
    );
    expect(await emulator.inventory()).toEqual({ aws: [], cluster: [] });
    expect(managedResourceCount(join(emulator.home, "tfstate/glrunner/vpc.tfstate"))).toBe(0);
  });

  it("is not synthesized from an invalid configuration", async () => {
    writeFileSync(
      join(project.folder, "bad.yaml"),
      "name: glrunner\nregion: us-west-2\nnetwrok: {}\nrunners: []\n",
    );
    const refused = await runCommand(["npx", "--no-install", "cdktf", "synth", "--output", "refused"], {
      cwd: project.folder,
      env: { ...project.env, GLRUNNER_CONFIG: "bad.yaml" },
    });
    expect(refused.status).toBe(1);
    expect(refused.stderr).toContain("netwrok");
    expect(existsSync(join(project.folder, "refused"))).toBe(false);
  });
});
