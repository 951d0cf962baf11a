import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { machine } from "../../../src/check/machine/machine";
import { thisMachine, type MachineReader } from "../../../src/check/machine/reader";
import type { RunCommand } from "../../../src/clients/system/command";
import { providerSizes, usedProviders } from "../../../src/clients/terraform/sizes";
import { containing } from "../containing";
import { configOf, runner } from "../../config/samples";
import { synthStacks } from "../../support/synth";

const plenty: Omit<MachineReader, "execute"> = {
  nodeVersion: "v24.22.3",
  space: () => Promise.resolve({ device: 1, freeMiB: 10_000 }),
  text: (path) =>
    Promise.resolve(
      path === "/proc/meminfo" ? "MemTotal:  8388608 kB\nMemAvailable:  4194304 kB\n" : undefined,
    ),
};

describe("machine", () => {
  beforeEach(() => {
    installed.clear();
  });

  /** The output of each installed program. */
  const installed = new Map<string, string>();
  const command = (name: string, text: string) => installed.set(name, text);
  const execute: RunCommand = ([name]) => {
    const stdout = installed.get(name);
    return Promise.resolve({
      status: stdout === undefined ? undefined : 0,
      stdout: stdout ?? "",
      stderr: "",
    });
  };
  const all = () => {
    command("terraform", '{"terraform_version": "1.11.4"}');
    command("git", "git version 2.39.5");
    command("aws", "aws-cli/2.15.30 Python/3.11.8 Linux/6.1");
    command("kubectl", "Client Version: v1.35.0");
  };
  interface Changes {
    readonly on?: string;
    readonly reader?: Partial<MachineReader>;
    readonly env?: Readonly<Record<string, string>>;
    readonly config?: Readonly<Record<string, unknown>>;
    readonly providers?: string;
  }
  const found = async ({
    on = "2026-11-30",
    reader = {},
    env = {},
    config = {},
    providers = "/var/providers",
  }: Changes = {}) => {
    const findings = await machine(
      {
        config: configOf(config),
        on,
        env,
        home: "/home/user",
        folders: { providers, work: "/work" },
      },
      { ...plenty, execute, ...reader },
    );
    return Object.fromEntries(findings.map((each) => [each.id, each]));
  };

  it("passes programs that are new enough and a machine that is large enough", async () => {
    all();
    const findings = await found();
    expect(Object.values(findings).filter(({ level }) => level !== "ok")).toEqual([]);
    expect(Object.keys(findings)).toEqual([
      "machine.terraform",
      "machine.git",
      "machine.aws",
      "machine.kubectl",
      "machine.node",
      "machine.disk.providers-downloads-modules-state",
      "machine.memory",
    ]);
  });

  it("refuses a Terraform that would write tokens into the state", async () => {
    all();
    command("terraform", '{"terraform_version": "1.10.5"}');
    const { "machine.terraform": terraform } = await found();
    expect(terraform).toMatchObject({ level: "error", fix: containing("1.11.0 or newer") });
    expect(terraform?.what).toContain("1.10.5");
  });

  it("accepts a release candidate as its release, and ignores a warning before the JSON", async () => {
    all();
    command("terraform", 'Warning: something\n{"terraform_version": "1.12.0-rc1"}');
    expect((await found())["machine.terraform"]).toMatchObject({ level: "ok", what: "Terraform 1.12.0" });
  });

  it("reports output that it does not understand as unknown", async () => {
    all();
    command("terraform", "Terraform v1.11.4");
    command("git", "git, of a kind");
    const findings = await found();
    expect(findings["machine.terraform"]?.level).toBe("unknown");
    expect(findings["machine.git"]?.level).toBe("unknown");
  });

  it("names missing programs, and only warns of a missing kubectl", async () => {
    const findings = await found();
    expect(findings["machine.terraform"]).toMatchObject({ level: "error", what: "Terraform was not found" });
    expect(findings["machine.git"]).toMatchObject({ level: "error", what: "git was not found" });
    expect(findings["machine.aws"]).toMatchObject({ level: "error", what: "aws was not found" });
    expect(findings["machine.kubectl"]?.level).toBe("warning");
  });

  it("names bootstrap for the programs that it installs", async () => {
    const bootstrap = containing('eval "$(glrunner bootstrap)"');
    const fixes = async (env: Changes["env"]) => {
      const findings = await found({ env });
      return ["terraform", "kubectl", "git", "aws"].map((name) => findings[`machine.${name}`]?.fix);
    };
    const [terraform, kubectl, ...others] = await fixes({});
    expect([terraform, kubectl]).toEqual([bootstrap, bootstrap]);
    expect(others.join()).not.toContain("bootstrap");
    const own = { GLRUNNER_TERRAFORM: "/opt/own/terraform" };
    expect((await fixes(own))[0]).not.toContain("bootstrap");
    expect((await fixes({ GLRUNNER_TERRAFORM: "tofu" }))[0]).toEqual(bootstrap);
  });

  it("refuses git before 2.31 and warns of aws 1", async () => {
    all();
    command("git", "git version 2.30.9");
    command("aws", "aws-cli/1.18.0 Python/3.8");
    const findings = await found();
    expect(findings["machine.git"]?.level).toBe("error");
    expect(findings["machine.aws"]?.level).toBe("warning");
  });

  it("needs no aws for version set tutorial, whose token comes from the API", async () => {
    all();
    expect(await found({ config: { versions: { set: "tutorial" } } })).not.toHaveProperty("machine.aws");
  });

  it("refuses a Node.js on which the released file does not run", async () => {
    all();
    expect((await found({ reader: { nodeVersion: "v20.0.0" } }))["machine.node"]?.level).not.toBe("error");
    expect((await found({ reader: { nodeVersion: "v18.20.8" } }))["machine.node"]?.level).toBe("error");
  });

  it("warns of a Node.js without security fixes, and names the date from which releases need a newer one", async () => {
    all();
    const node = async (nodeVersion: string, on: string) =>
      (await found({ on, reader: { nodeVersion } }))["machine.node"];
    expect(await node("v20.20.2", "2026-04-30")).toMatchObject({ level: "ok" });
    expect(await node("v20.20.2", "2026-05-01")).toMatchObject({
      level: "warning",
      what: containing("since 2026-04-30; glrunner released after 2027-01-08 needs Node.js 22"),
    });
    expect(await node("v22.23.5", "2027-04-30")).toMatchObject({ level: "ok" });
    const later = await node("v22.23.5", "2027-05-01");
    expect(later).toMatchObject({ level: "warning", what: containing("since 2027-04-30") });
    expect(later?.what).not.toContain("glrunner");
  });

  it("adds up all needs of one disk, and says how much to free", async () => {
    all();
    const { "machine.disk.providers-downloads-modules-state": disk } = await found({
      reader: { space: () => Promise.resolve({ device: 1, freeMiB: 600 }) },
    });
    expect(disk).toMatchObject({ level: "error", fix: containing("free 607 MiB") });
    expect(disk?.what).toContain("600 MiB are free");
  });

  it("compares each disk with its own needs", async () => {
    all();
    const findings = await found({
      reader: {
        space: (path) =>
          Promise.resolve(
            path === "/home/user/tfstate/glrunner"
              ? { device: 2, freeMiB: 5 }
              : { device: 1, freeMiB: 10_000 },
          ),
      },
    });
    expect(findings["machine.disk.providers-downloads-modules"]?.level).toBe("ok");
    expect(findings["machine.disk.state"]).toMatchObject({ level: "error" });
  });

  it("reports space and memory that it cannot read as unknown", async () => {
    all();
    const nothing = () => Promise.resolve(undefined);
    const findings = await found({ reader: { space: nothing, text: nothing } });
    expect(findings["machine.disk.providers"]?.level).toBe("unknown");
    expect(findings["machine.memory"]?.level).toBe("unknown");
  });

  it("warns of providers in the home of a CloudShell only", async () => {
    all();
    const providers = "/home/user/.terraform.d/plugin-cache";
    const env = { AWS_EXECUTION_ENV: "CloudShell" };
    expect((await found({ env, providers }))["machine.cloudshell-home"]?.level).toBe("warning");
    expect(await found({ env })).not.toHaveProperty("machine.cloudshell-home");
    expect(await found({ providers })).not.toHaveProperty("machine.cloudshell-home");
  });

  const memory = (files: Readonly<Record<string, string>>) => ({
    reader: {
      text: (path: string) => Promise.resolve(files[path] ?? plenty.text(path)),
    },
  });

  it("takes the limit of a container as the total memory", async () => {
    all();
    const small = await found(memory({ "/sys/fs/cgroup/memory.max": `${512 * 2 ** 20}\n` }));
    expect(small["machine.memory"]).toMatchObject({ level: "error" });
    expect(small["machine.memory"]?.what).toContain("512 MiB of 512 MiB");
    const none = await found(memory({ "/sys/fs/cgroup/memory.max": "max\n" }));
    expect(none["machine.memory"]?.level).toBe("ok");
  });

  it("counts the page cache as free memory", async () => {
    all();
    const files = {
      "/sys/fs/cgroup/memory.max": `${2048 * 2 ** 20}`,
      "/sys/fs/cgroup/memory.current": `${1536 * 2 ** 20}`,
    };
    expect((await found(memory(files)))["machine.memory"]?.level).toBe("warning");
    const cached = { ...files, "/sys/fs/cgroup/memory.stat": `anon 1\ninactive_file ${1024 * 2 ** 20}\n` };
    expect((await found(memory(cached)))["machine.memory"]?.level).toBe("ok");
  });

  it("reads control groups of version 1 too", async () => {
    all();
    const files = { "/sys/fs/cgroup/memory/memory.limit_in_bytes": `${256 * 2 ** 20}` };
    expect((await found(memory(files)))["machine.memory"]?.level).toBe("error");
  });

  it("counts exactly the providers that the stages of both layouts use", () => {
    const runners = [runner()];
    for (const layout of ["staged", "single"]) {
      const stacks = Object.values(synthStacks(configOf({ layout, runners })));
      const used = new Set(stacks.flatMap(({ terraform }) => Object.keys(terraform.required_providers)));
      expect([...used].sort()).toEqual([...usedProviders].sort());
    }
    const disk = usedProviders.reduce((sum, name) => sum + providerSizes[name].diskMiB, 0);
    expect(disk).toBeGreaterThan(850);
    expect(disk).toBeLessThan(920);
  });

  it("reads the space of a folder that does not exist yet", async () => {
    const { device } = (await thisMachine.space(import.meta.dirname)) ?? {};
    expect(await thisMachine.space(join(import.meta.dirname, "not", "yet"))).toMatchObject({ device });
  });

  it("starts the real programs, and reports one that is not installed", async () => {
    const findings = await found({ reader: { execute: thisMachine.execute }, env: { PATH: "/nowhere" } });
    expect(findings["machine.git"]).toMatchObject({ level: "error", what: "git was not found" });
  });
});
