/** Configurations that between them set every variable of the pinned modules that the stages can set. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";

const example: unknown = parse(
  readFileSync(join(import.meta.dirname, "../../../examples/tutorial.yaml"), "utf8"),
);
const arn = "arn:aws:iam::111122223333:user/somebody";

/** In set `tutorial` it is the eks module that writes `aws-auth`. */
export const published = {
  ...z.record(z.string(), z.unknown()).parse(example),
  cluster: {
    access: {
      users: [{ arn, username: "somebody", groups: ["system:masters"] }],
      accounts: ["111122223333"],
    },
  },
};

const runner = (name: string, compute: string) => ({
  name,
  token: `env:TF_VAR_${name}_token`,
  compute,
  concurrent: 10,
});

export const everyOption = {
  name: "glrunner",
  region: "us-west-2",
  network: { cidr: "10.0.0.0/16", zones: 3, nat: "per-zone" },
  cluster: { managers: "nodes", systemPods: "nodes", nodes: { count: 3 } },
  addons: {
    blueprints: { enable_keda: true, keda_helm_config: { version: "2.9.0" }, enable_metrics_server: true },
  },
  runners: [runner("fargate", "fargate"), runner("spot", "spot")],
  state: { backend: "local" },
};
