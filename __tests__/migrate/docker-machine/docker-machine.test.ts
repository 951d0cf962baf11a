import { describe, expect, it } from "vitest";
import {
  configurationFromFleet,
  fleetFromTfvars,
  fleetFromToml,
  type OldFleetRead,
} from "../../../src/migrate/docker-machine";
import { parseOptions } from "../../config/arbitraries";
import { canaries, configToml, tfvars } from "./fleets";

function converted(read: OldFleetRead, region?: string) {
  if (!read.ok) throw new Error(read.message);
  const result = configurationFromFleet(
    read.fleet,
    { name: "ci", ...(region !== undefined && { region }) },
    parseOptions,
  );
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result;
}

const keysOf = (read: OldFleetRead) => converted(read).findings.map(({ key }) => key);

describe("a config.toml of docker+machine", () => {
  it("becomes runners with the same names, limits, images, caches and tags", () => {
    const { input } = converted(fleetFromToml(configToml));
    expect(input).toEqual({
      name: "ci",
      region: "eu-west-1",
      tags: { team: "ci" },
      runners: [
        {
          name: "autoscale-runner-1",
          gitlabUrl: "https://gitlab.example.com/",
          token: "env:TF_VAR_autoscale_runner_1_token",
          tags: ["docker", "large"],
          compute: "spot-first",
          concurrent: 10,
          warm: {
            jobs: 1,
            schedule: [
              {
                days: ["mon", "tue", "wed", "thu", "fri"],
                from: "09:00",
                to: "18:00",
                timezone: "Europe/Berlin",
                jobs: 5,
              },
            ],
          },
          job: {
            image: "alpine:3.20",
            pullPolicy: "always",
            cpu: 3.25,
            memory: "12851Mi",
            privileged: true,
            volumes: { emptyDir: [{ name: "certs-1", mountPath: "/certs/client" }] },
          },
          manager: { requestConcurrency: 4 },
          cache: { bucket: "ci-cache", region: "eu-west-1", prefix: "ci", shared: true },
          environment: { A: "1" },
        },
        {
          name: "autoscale-runner-1-2",
          gitlabUrl: "https://gitlab.example.com/",
          token: "env:TF_VAR_autoscale_runner_1_2_token",
          compute: "on-demand",
          concurrent: 20,
        },
      ],
      state: { backend: "local" },
    });
  });

  it("reports an unknown option that is named like a member of every object", () => {
    const toml = `[[runners]]\nname = "a"\n[runners.machine]\nMachineOptions = ["amazonec2-region=us-east-1", "amazonec2-constructor=1"]`;
    expect(keysOf(fleetFromToml(toml))).toContain("runners[0].machine.MachineOptions amazonec2-constructor");
  });

  it("reports exactly the settings without a counterpart", () => {
    const options = "runners[0].machine.MachineOptions amazonec2";
    expect(keysOf(fleetFromToml(configToml))).toEqual([
      "session_server",
      `${options}-vpc-id`,
      `${options}-access-key`,
      `${options}-future-option`,
      "runners[0].cache.s3",
      "runners[0].docker.extra_hosts",
      "runners[0] Spot",
      "runners[0] instance type",
      "runners[0].docker.volumes /var/run/docker.sock:/var/run/docker.sock",
      "runners[0].docker.volumes /data",
      "runners[0].environment",
      "runners[0].machine idle machines",
      "runners[0] root size",
      "runners[1] tags",
      "runners[1].executor",
      "runners[0].environment.AWS_SECRET_ACCESS_KEY",
    ]);
  });

  it.each([
    ["IdleCount = 9\nIdleScaleFactor = 1.5\nIdleCountMin = 4", { jobs: 4 }],
    ["IdleCount = 9\nIdleScaleFactor = 1.5", { jobs: 1 }],
    ["[[runners.machine.autoscaling]]\nIdleCount = 5", undefined],
    [
      'IdleCount = 9\nOffPeakPeriods = ["* * 20-23 * * sun *"]\nOffPeakTimezone = "Asia/Tokyo"\nOffPeakIdleCount = 2',
      {
        jobs: 9,
        schedule: [{ days: ["sun"], from: "20:00", to: "24:00", timezone: "Asia/Tokyo", jobs: 2 }],
      },
    ],
  ])("keeps warm capacity for idle machines: %s", (idle, warm) => {
    const { input } = converted(fleetFromToml(`[[runners]]\n[runners.machine]\n${idle}`), "us-east-1");
    expect(input.runners?.[0]?.warm).toEqual(warm);
  });

  // Source: docs/configuration/advanced-configuration.md of GitLab Runner, "[[runners.autoscaler.policy]]".
  it.each([
    ["idle_count = 3", { jobs: 3 }],
    ["idle_count = 3\nscale_factor = 2.0\nscale_factor_limit = 9", { jobs: 3 }],
    [
      'idle_count = 3\n[[runners.autoscaler.policy]]\nperiods = ["* 8-15 * * mon-fri"]\ntimezone = "Asia/Tokyo"\nidle_count = 5',
      {
        jobs: 3,
        schedule: [
          {
            days: ["mon", "tue", "wed", "thu", "fri"],
            from: "08:00",
            to: "16:00",
            timezone: "Asia/Tokyo",
            jobs: 5,
          },
        ],
      },
    ],
    [
      'periods = ["* 8 * * 6"]\nidle_count = 5',
      { jobs: 0, schedule: [{ days: ["sat"], from: "08:00", to: "09:00", jobs: 5 }] },
    ],
    ["idle_count = 0", undefined],
  ])("keeps warm capacity for the idle count of docker-autoscaler: %s", (policy, warm) => {
    const runner = `[[runners]]\nexecutor = "docker-autoscaler"\n[runners.autoscaler]\nplugin = "aws"`;
    const read = fleetFromToml(`${runner}\n[[runners.autoscaler.policy]]\n${policy}`);
    const { input, findings } = converted(read, "us-east-1");
    expect(input.runners?.[0]?.warm).toEqual(warm);
    expect(findings.map(({ key }) => key)).toEqual([
      "runners[0].autoscaler",
      "runners[0] tags",
      ...(warm === undefined ? [] : ["runners[0].autoscaler idle machines"]),
      ...(policy.startsWith("periods") ? ["runners[0].autoscaler idle machines"] : []),
    ]);
  });

  it("leaves out and reports the schedule of a time zone that does not exist", () => {
    const row = `[[runners.machine.autoscaling]]\nPeriods = ["* * 9 * * * *"]\nIdleCount = 5\nTimezone = "Europe/Berlni"`;
    const { input, findings } = converted(
      fleetFromToml(`[[runners]]\n[runners.machine]\n${row}`),
      "us-east-1",
    );
    expect(input.runners?.[0]?.warm).toEqual({ jobs: 0 });
    expect(findings.map(({ key }) => key)).toContain("runners[0].warm.schedule[0].timezone");
  });

  it("adds an on-demand runner if all runners use Spot", () => {
    const spot = `[[runners]]\nname = "a"\n[runners.machine]\nMachineOptions = ["amazonec2-request-spot-instance"]`;
    const { input, findings } = converted(fleetFromToml(spot), "us-east-1");
    expect(input.runners?.map(({ name, compute }) => [name, compute])).toEqual([
      ["a", "spot-first"],
      ["on-demand", "on-demand"],
    ]);
    expect(findings.map(({ key }) => key)).toContain("runners on-demand");
  });

  it.each([
    ["concurrent = ${runners_concurrent}", "is not TOML (line 1"],
    ["concurrent = 4", "holds no [[runners]] section"],
    ["", "holds no [[runners]] section"],
  ])("is refused with a reason: %s", (text, message) => {
    expect(fleetFromToml(text)).toMatchObject({ ok: false });
    expect(fleetFromToml(text)).toMatchObject({ message: expect.stringContaining(message) as string });
  });
});

describe("variables of the module cattle-ops/terraform-aws-gitlab-runner", () => {
  it("become a runner with the SSM parameter of the token and the module's defaults", () => {
    const { input } = converted(fleetFromTfvars(tfvars));
    const days = ["mon", "tue", "wed", "thu", "fri"];
    expect(input.runners).toEqual([
      {
        name: "docker-default",
        gitlabUrl: "https://gitlab.com",
        token: "ssm:/ci/token",
        tags: ["a", "b"],
        maximumTimeoutSeconds: 3600,
        compute: "on-demand",
        concurrent: 20,
        warm: {
          jobs: 2,
          schedule: [
            { days, from: "00:00", to: "10:00", timezone: "Europe/Amsterdam", jobs: 4 },
            { days, from: "17:00", to: "24:00", timezone: "Europe/Amsterdam", jobs: 4 },
          ],
        },
        job: {
          cpu: 7.25,
          memory: "25958Mi",
          privileged: true,
          volumes: { emptyDir: [{ name: "certs-1", mountPath: "/certs/client" }] },
        },
        cache: { bucket: "ci-cache", shared: true },
        environment: { A: "1" },
      },
    ]);
    expect([input.region, input.tags]).toEqual(["eu-west-1", { team: "ci" }]);
  });

  it("are reported if only Terraform can calculate them", () => {
    expect(keysOf(fleetFromTfvars(tfvars))).toEqual([
      "runner_worker_docker_options.image",
      "runner_worker_gitlab_pipeline",
      "runner instance type",
      "runner.machine idle machines",
    ]);
  });

  it("may be those of version 5, and each module call becomes a runner", () => {
    const call = (name: string, spot: boolean) =>
      `module "${name}" {\n  source = "npalm/gitlab-runner/aws"\n  runners_name = "${name}"\n  runners_limit = 7\n  runners_request_spot_instance = ${spot}\n  docker_machine_instance_type = "c5.large"\n}\n`;
    const other = 'module "vpc" {\n  source = "x"\n  tags = { a = "b" }\n}\n';
    const { input } = converted(
      fleetFromTfvars(`${other}${call("a", true)}${call("b", false)}`),
      "us-east-1",
    );
    expect(input.runners?.map(({ name, compute, concurrent }) => [name, compute, concurrent])).toEqual([
      ["a", "spot-first", 7],
      ["b", "on-demand", 7],
    ]);
    expect(input.tags).toBeUndefined();
  });

  it.each([
    ["a = [1, 2", "line 1"],
    ["\n\na b", "line 3"],
    ['region = "x"', "holds no variable"],
    [`a = ${"[".repeat(60)}`, "deeper than 50"],
  ])("are refused with a reason: %s", (text, message) => {
    expect(fleetFromTfvars(text)).toMatchObject({
      ok: false,
      message: expect.stringContaining(message) as string,
    });
  });
});

it.each([
  ["config.toml", () => converted(fleetFromToml(configToml))],
  ["tfvars", () => converted(fleetFromTfvars(tfvars))],
])("no secret of a %s is copied", (_, read) => {
  const text = JSON.stringify(read());
  for (const canary of Object.values(canaries)) expect(text).not.toContain(canary);
});
