/**
 * The emulated AWS with real Terraform and the real AWS provider, and with state and lock in S3: Terraform creates all resources
 * of a deployment, plans no change, updates and destroys them. Nothing is left.
 */
import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, onTestFailed } from "vitest";
import { startAws, type EmulatedAws } from "../../src/emulator/aws";
import { temporaryHome, type TemporaryHome } from "../../src/emulator/home";
import { findRequirements } from "../../src/emulator/requirements";
import { runCommand, type CommandResult } from "../../src/clients/system/command";
import { deleteObject, putObject, seedBucket } from "../lifecycle/seed";

const requirements = await findRequirements();

describe.skipIf(!requirements.ok)("Terraform against the emulated AWS", () => {
  const region = "us-west-2";
  const endpoint = { url: "https://127.0.0.1:6443", certificateAuthority: "-----BEGIN CERTIFICATE-----" };
  let aws: EmulatedAws;
  let place: TemporaryHome;

  const terraform = async (
    args: readonly string[],
    env: Record<string, string> = {},
  ): Promise<CommandResult> => {
    const command = ["terraform", ...args, "-no-color"] as const;
    const result = await runCommand(command, { cwd: place.work, env: { ...place.env, ...env } });
    onTestFailed(() => {
      console.error(`${command.join(" ")}\n${result.stdout}\n${result.stderr}`);
    });
    return result;
  };
  const lock = "state/demo/aws.tfstate.tflock";
  const changed = ["kubernetes=1.34", 'logs=["scheduler"]', "coredns=3", "template_type=m5.xlarge", "max=5"];
  const withChanges = changed.flatMap((value) => ["-var", value]);

  beforeAll(async () => {
    if (!requirements.ok) return;
    aws = await startAws({ moto: requirements.moto, creationSeconds: 2, endpoint });
    place = temporaryHome({ awsMirror: requirements.mirror, awsUrl: aws.url });
    copyFileSync(join(import.meta.dirname, "aws.tf"), join(place.work, "main.tf"));
    await seedBucket({ aws }, "state");
  });
  afterAll(async () => {
    if (!requirements.ok) return;
    await aws.stop();
    place.remove();
  });

  it("is refused with credentials of a real account before any change", async () => {
    const real = { AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE" };
    const init = await terraform(["init"], real);
    expect(init.status).toBe(1);
    expect(init.stderr).toContain("AccessDenied: ");
  });

  it("fails like real EKS with expired credentials, and continues where it stopped", async () => {
    expect(await terraform(["init"])).toMatchObject({ status: 0 });
    aws.inject({ service: "eks", operation: "CreateAddon", kind: "expired-credentials" });
    const apply = await terraform(["apply", "-auto-approve"]);
    expect(apply.status).toBe(1);
    expect(apply.stderr).toContain(
      "api error ExpiredTokenException: The security token included in the request is expired",
    );
    expect(await terraform(["apply", "-auto-approve"])).toMatchObject({ status: 0 });
    expect(aws.calls.filter(({ operation }) => operation === "CreateCluster")).toHaveLength(3);
  });

  it("has created one resource of each kind", async () => {
    const rows = await aws.inventory(region);
    const counts: Record<string, number> = {};
    for (const { service, kind } of rows)
      counts[`${service} ${kind}`] = (counts[`${service} ${kind}`] ?? 0) + 1;
    expect(counts).toEqual({
      "ec2 NAT gateway": 1,
      "ec2 elastic IP": 1,
      "ec2 internet gateway": 1,
      "ec2 launch template": 1,
      "ec2 network interface": 1,
      "ec2 route table": 2,
      // One security group for each cluster, and the default one of the VPC.
      "ec2 security group": 4,
      "ec2 subnet": 2,
      "ec2 vpc": 1,
      "eks Fargate profile": 2,
      "eks add-on": 4,
      "eks cluster": 3,
      "eks node group": 2,
      "events rule": 1,
      "iam OIDC provider": 1,
      "iam instance profile": 1,
      "iam policy": 1,
      "iam role": 1,
      "kms alias": 1,
      "kms key": 1,
      "logs log group": 1,
      "secretsmanager secret": 1,
      "sqs queue": 1,
      "ssm parameter": 1,
    });
    const named = rows.filter(({ kind }) => kind === "security group").map(({ name }) => name);
    expect(named).toContainEqual(expect.stringMatching(/^eks-cluster-sg-demo-\d+$/));
  });

  it("plans no further change", async () => {
    expect(await terraform(["plan", "-detailed-exitcode"])).toMatchObject({ status: 0 });
  });

  it("does not plan while another run holds the lock in S3", async () => {
    await putObject({ aws }, lock, '{"ID":"1","Who":"somebody"}');
    const locked = await terraform(["plan", "-lock-timeout=0s"]);
    expect(locked.status).toBe(1);
    expect(locked.stderr).toContain("Error acquiring the state lock");
    await deleteObject({ aws }, lock);
  });

  it("changes versions, logs, add-ons and node groups in place, and then plans no change", async () => {
    expect(await terraform(["apply", "-auto-approve", ...withChanges])).toMatchObject({ status: 0 });
    const deleted = aws.calls.filter(({ operation }) => /^Delete(Cluster|Addon|Nodegroup)$/.test(operation));
    expect(deleted).toEqual([]);
    expect(await terraform(["plan", "-detailed-exitcode", ...withChanges])).toMatchObject({ status: 0 });
  });

  it("destroys everything", async () => {
    expect(await terraform(["destroy", "-auto-approve"])).toMatchObject({ status: 0 });
    expect(await aws.inventory(region)).toEqual([]);
  });

  it("finds an empty account after a reset", async () => {
    await aws.reset();
    expect(aws.calls).toEqual([]);
    // The bucket was deleted too, so it can be created again.
    await expect(seedBucket({ aws }, "state")).resolves.toBeUndefined();
    expect(await aws.inventory(region)).toEqual([]);
  });
});
