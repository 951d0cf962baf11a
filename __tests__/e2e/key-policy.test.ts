/**
 * Compares the key policy that our stand-in of the kms module plans with the policy that was recorded from the real
 * module. The policy decides who may use the cluster's key, and so whether a second person can plan and destroy.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFailed } from "vitest";
import { z } from "zod";
import { runCommand } from "../../src/clients/system/command";
import { kmsModule } from "../../src/emulator/modules/eks/kms";
import { canEmulate, withEmulator } from "../support/use-emulator";

const texts = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat().sort());
const policySchema = z
  .string()
  .transform((text): unknown => JSON.parse(text))
  .pipe(
    z.object({
      Statement: z.array(
        z.object({
          Sid: z.string(),
          Effect: z.string(),
          Action: texts,
          Resource: texts,
          Principal: z.object({ AWS: texts }),
        }),
      ),
    }),
  );
const recordSchema = z.object({
  "module.eks.module.kms.aws_kms_key.this[0]": z.object({ values: z.object({ policy: policySchema }) }),
});
const planSchema = z.object({
  planned_values: z.object({ outputs: z.record(z.string(), z.object({ value: policySchema })) }),
});

const record = recordSchema.parse(
  JSON.parse(readFileSync(join(import.meta.dirname, "../fidelity/example-eks.json"), "utf8")),
);
const recorded = record["module.eks.module.kms.aws_kms_key.this[0]"].values.policy;
const principals = (sid: string) =>
  recorded.Statement.filter(({ Sid }) => Sid === sid).flatMap(({ Principal }) => Principal.AWS);

const moduleCall = (enable_default_policy: boolean) => ({
  source: "./kms",
  enable_default_policy,
  key_administrators: principals("KeyAdministration"),
  key_users: principals("KeyUsage"),
});
const root = {
  provider: { aws: [{ region: "us-west-2" }] },
  module: { caller: moduleCall(false), account: moduleCall(true) },
  output: {
    caller: { value: "${module.caller.key_policy}" },
    account: { value: "${module.account.key_policy}" },
  },
};

it.skipIf(!canEmulate)("the kms stand-in grants the same permissions as the real module", async () => {
  await withEmulator({}, async ({ folder, env }) => {
    const stack = join(folder, "stack");
    mkdirSync(join(stack, "kms"), { recursive: true });
    writeFileSync(join(stack, "main.tf.json"), JSON.stringify(root));
    for (const [name, text] of Object.entries(kmsModule)) writeFileSync(join(stack, "kms", name), text);
    const terraform = async (...args: readonly string[]) => {
      const { status, stdout, stderr } = await runCommand(["terraform", ...args], { cwd: stack, env });
      onTestFailed(() => {
        console.error(args.join(" "), stdout, stderr);
      });
      expect(status).toBe(0);
      return stdout;
    };
    await terraform("init");
    await terraform("plan", "-out", "plan");
    const plan = planSchema.parse(JSON.parse(await terraform("show", "-json", "plan")));
    const { caller, account } = plan.planned_values.outputs;
    expect(caller?.value).toEqual(recorded);
    expect(account?.value.Statement).toEqual([
      {
        Sid: "Default",
        Effect: "Allow",
        Action: ["kms:*"],
        Resource: ["*"],
        Principal: { AWS: ["arn:aws:iam::123456789012:root"] },
      },
      ...recorded.Statement,
    ]);
  });
});
