/**
 * What a user does first, for real: cdktf synthesizes the example, deploys its first stage and destroys it again,
 * with real Terraform and the real AWS provider. AWS is moto, the vpc module a stand-in with the recorded interface.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, onTestFailed } from "vitest";
import { z } from "zod";
import { Ec2 } from "./ec2";
import { startMoto } from "../../src/emulator/aws/moto";
import { copyProject } from "./project-copy";
import { startRegistry, type Registry } from "../../src/emulator/modules/registry";
import { findRequirements } from "../../src/emulator/requirements";
import { runCommand, type CommandResult } from "../../src/run/command";
import { temporaryHome, type TemporaryHome } from "../../src/emulator/home";
import { vpcStandIn } from "../../src/emulator/modules/vpc";

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
if (missing.length > 0) {
  console.warn(`Skipped: deploy and destroy of the vpc stage. It needs\n  ${missing.join("\n  ")}`);
}

it("finds all that it needs; only a user's own machine may lack some of it", () => {
  const isCi = (process.env.CI ?? "") !== "";
  expect(isCi ? missing : []).toEqual([]);
});

describe.skipIf(!requirements.ok)("the vpc stage of the example", () => {
  const region = "us-west-2";
  let registry: Registry;
  let moto: Awaited<ReturnType<typeof startMoto>>;
  let place: TemporaryHome;
  let ec2: Ec2;
  let project: string;
  let before: Record<string, string[]>;

  const run = async (
    command: readonly [string, ...string[]],
    cwd = project,
    env: Record<string, string> = {},
  ): Promise<CommandResult> => {
    const result = await runCommand(command, { cwd, env: { ...place.env, ...env } });
    onTestFailed(() => {
      console.error(`${command.join(" ")}\n${result.stdout}\n${result.stderr}`);
    });
    return result;
  };
  const terraform = (folder: string, ...args: string[]) => run(["terraform", ...args, "-no-color"], folder);
  const cdktf = (...args: string[]) => run(["npx", "--no-install", "cdktf", ...args]);

  /** A folder with the stage's JSON and nothing else, as one would hand it to plain Terraform. */
  const plainFolder = (name: string, edit = (json: string) => json) => {
    const folder = join(place.work, name);
    mkdirSync(folder);
    const json = readFileSync(join(project, "cdktf.out/stacks/vpc/cdk.tf.json"), "utf8");
    writeFileSync(join(folder, "cdk.tf.json"), edit(json));
    return folder;
  };

  beforeAll(async () => {
    if (!requirements.ok) return;
    [registry, moto] = await Promise.all([startRegistry([vpcStandIn]), startMoto(requirements.moto)]);
    place = temporaryHome({
      awsMirror: requirements.mirror,
      registryUrl: registry.url,
      awsUrl: moto.url,
    });
    ec2 = new Ec2(moto.url, region);
    project = join(place.work, "project");
    copyProject(project);
    before = await ec2.inventory();
  });
  afterAll(async () => {
    if (!requirements.ok) return;
    await Promise.all([registry.stop(), moto.stop()]);
    place.remove();
  });

  it("is synthesized by cdktf", async () => {
    const synth = await cdktf("synth");
    expect(synth).toMatchObject({ status: 0 });
    expect(synth.stdout).toContain("Generated Terraform code for the stacks: addons, eks, runners, vpc");
  });

  it("is planned by plain Terraform from its JSON alone", async () => {
    const folder = plainFolder("plain");
    expect(await terraform(folder, "init")).toMatchObject({ status: 0 });
    const plan = await terraform(folder, "plan", "-detailed-exitcode", "-out=plan");
    expect(plan).toMatchObject({ status: 2 });
    const shown = await terraform(folder, "show", "-json", "plan");
    const changes = planSchema.parse(JSON.parse(shown.stdout)).resource_changes;
    expect(changes.filter(({ change }) => change.actions.join() !== "create")).toEqual([]);
    expect(changes.map(({ address }) => address).filter((address) => address.startsWith("module."))).toEqual([
      "module.vpc.aws_internet_gateway.this",
      ...[0, 1, 2].map((index) => `module.vpc.aws_subnet.private[${index}]`),
      ...[0, 1, 2].map((index) => `module.vpc.aws_subnet.public[${index}]`),
      "module.vpc.aws_vpc.this",
    ]);
    expect(registry.requests).toContain("/v1/modules/terraform-aws-modules/vpc/aws/4.0.2/download");
  });

  it("is refused by Terraform when a variable is misspelt", async () => {
    const folder = plainFolder("misspelt", (json) => json.replace('"public_subnets"', '"publik_subnets"'));
    const init = await terraform(folder, "init");
    const validate = await terraform(folder, "validate");
    expect(validate.status).toBe(1);
    expect(init.stderr + validate.stderr).toContain('No argument or block type is named "publik_subnets"');
  });

  it("is deployed by cdktf, with its names, addresses and tags", async () => {
    const deploy = await cdktf("deploy", "vpc", "--auto-approve", "--skip-provider-lock");
    expect(deploy).toMatchObject({ status: 0 });
    const tags = { Name: "glrunner", "glrunner/cluster": "glrunner" };
    const vpcs = (await ec2.list("vpc")).filter(({ id }) => before.vpc?.includes(id) === false);
    expect(vpcs).toMatchObject([{ cidr: "10.0.0.0/16", tags }]);
    const subnets = (await ec2.list("subnet")).filter(({ vpc }) => vpc === vpcs[0]?.id);
    const rows = subnets.map(({ cidr, zone, tags }) => [cidr, zone, tags.Name]);
    expect(rows.sort()).toEqual([
      ["10.0.0.0/20", "us-west-2a", "glrunner-private-us-west-2a"],
      ["10.0.16.0/20", "us-west-2b", "glrunner-private-us-west-2b"],
      ["10.0.32.0/20", "us-west-2c", "glrunner-private-us-west-2c"],
      ["10.0.48.0/24", "us-west-2a", "glrunner-public-us-west-2a"],
      ["10.0.49.0/24", "us-west-2b", "glrunner-public-us-west-2b"],
      ["10.0.50.0/24", "us-west-2c", "glrunner-public-us-west-2c"],
    ]);
    expect(subnets.find(({ cidr }) => cidr === "10.0.16.0/20")?.tags).toMatchObject({
      "glrunner/cluster": "glrunner",
      "karpenter.sh/discovery": "glrunner",
      "kubernetes.io/role/internal-elb": "1",
    });
  });

  it("keeps its state under the home folder, with the outputs that the next stage reads", async () => {
    const text = readFileSync(join(place.home, "tfstate/glrunner/vpc.tfstate"), "utf8");
    const { outputs } = stateSchema.parse(JSON.parse(text));
    expect((await ec2.list("vpc")).map(({ id }) => id)).toContain(outputs.vpc_id.value);
  });

  it("has nothing left to do, for cdktf's folder and for plain Terraform alike", async () => {
    for (const folder of [join(project, "cdktf.out/stacks/vpc"), join(place.work, "plain")]) {
      expect(await terraform(folder, "plan", "-detailed-exitcode")).toMatchObject({ status: 0 });
    }
  });

  it("is destroyed by cdktf, and leaves nothing", async () => {
    // cdktf would have the later stages destroyed first, of which none was deployed.
    const alone = "--ignore-missing-stack-dependencies";
    const destroy = await cdktf("destroy", "vpc", alone, "--auto-approve", "--skip-provider-lock");
    expect(destroy).toMatchObject({ status: 0 });
    expect(await ec2.inventory()).toEqual(before);
  });

  it("is not synthesized from a configuration that is refused", async () => {
    writeFileSync(join(project, "bad.yaml"), "name: glrunner\nregion: us-west-2\nnetwrok: {}\nrunners: []\n");
    const synth = await run(["npx", "--no-install", "cdktf", "synth", "--output", "refused"], project, {
      GLRUNNER_CONFIG: "bad.yaml",
    });
    expect(synth.status).toBe(1);
    expect(synth.stderr).toContain("netwrok");
    expect(existsSync(join(project, "refused"))).toBe(false);
  });
});
