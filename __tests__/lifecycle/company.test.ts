/**
 * A life cycle in a company network: a GitLab with a certificate of the company's CA behind a proxy, an existing VPC, a
 * permissions boundary for every role, and a second identity from single sign-on. Every request to GitLab uses the proxy. The
 * VPC is unchanged at the end.
 */
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { z } from "zod";
import { run } from "../../src/cli";
import type { Emulator } from "../../src/emulator";
import { withCompanyGitLab, type CompanyGitLab } from "../support/company-gitlab";
import { createProject, expectExit, filesContaining, type Project } from "../support/project";
import { shownResources } from "../support/shown-state";
import { canEmulate, withEmulator } from "../support/use-emulator";
import { expectAccess, expectRoles, expectRunners, runnerTomlOf, runnerValuesOf } from "./applied";
import { auditor, companyConfig, ssoRole } from "./company-config";
import { createNetwork, describeNetwork } from "./company-network";
import { takeRole } from "./second-identity";
import { expectAlarms, expectFargateLogs } from "./watching";

const accessToken = "glpat-canary-0123456789abc";
const owner = { scopes: ["create_runner", "manage_runner", "read_api"], role: "owner" } as const;
const stranger = { name: "stranger", path: "/" };

describe.skipIf(!canEmulate)("a deployment in a company network", () => {
  it("runs behind a proxy in an existing VPC, and another identity destroys it", async () => {
    await withCompanyGitLab({ [accessToken]: owner }, (company) =>
      withEmulator({ awsProvider: "attached" }, (emulator) => expectLife(emulator, company)),
    );
  });
});

async function expectLife(emulator: Emulator, company: CompanyGitLab): Promise<void> {
  const network = await createNetwork(emulator);
  const [sso, audits, nobody] = [
    await takeRole(emulator, ssoRole),
    await takeRole(emulator, auditor),
    await takeRole(emulator, stranger),
  ];
  const networkBefore = await describeNetwork(emulator, network);
  const shell = { HTTPS_PROXY: company.proxy.url, GITLAB_TOKEN: accessToken };
  const input = { ...companyConfig, network: { existing: network } };
  const project = createProject(emulator, stringify(input), shell, company.ca);

  await expectRunnerCreated(project, company);
  const before = await emulator.inventory();
  const kinds = ["subnet", "subnet", "subnet", "vpc", "parameter"];
  expect(before.aws.map(({ kind }) => kind).filter((kind) => kinds.includes(kind))).toEqual(kinds);
  await expectChecked(project);
  await expectExit(0, project.terraform("single", "init"));
  await expectExit(0, project.terraform("single", "apply", "-auto-approve"));
  await expectDeployed(emulator, project, company);

  const second = project.as(sso);
  await expectStatus(second);
  await expectExit(0, second.terraform("single", "init"));
  await expectExit(0, second.terraform("single", "plan", "-detailed-exitcode"));
  await expectRefused(project, audits, nobody);
  await expectExit(0, second.terraform("single", "destroy", "-auto-approve"));

  expect(await emulator.inventory()).toEqual(before);
  expect(await describeNetwork(emulator, network)).toEqual(networkBefore);
  const tokens = [accessToken, ...company.gitlab.tokens];
  expect(tokens.flatMap((token) => filesContaining(emulator.folder, token))).toEqual([]);
  // All other servers that a command calls are on this machine.
  expect(new Set(company.proxy.connects)).toEqual(new Set(["gitlab.company.test:443"]));
}

async function glrunner({ folder, env }: Project, ...args: readonly string[]) {
  const said: { out: string[]; err: string[] } = { out: [], err: [] };
  const code = await run(
    [...args, "--config", join(folder, "glrunner.yaml")],
    { ...env },
    { out: (text) => said.out.push(text), err: (text) => said.err.push(text), interactive: false },
  );
  return { code, out: said.out.join(""), err: said.err.join("") };
}

/** Gets its token from GitLab through the proxy and stores it in SSM. */
async function expectRunnerCreated(project: Project, { gitlab, proxy }: CompanyGitLab): Promise<void> {
  expect((await glrunner(project, "runners", "create", "--group", "7", "--yes")).code).toBe(0);
  expect([gitlab.runners.size, proxy.connects.length]).toEqual([1, gitlab.asked.length]);
  expect((await glrunner(project, "runners", "verify")).code).toBe(0);
  const calls = proxy.connects.length;
  const direct = await glrunner(project.as({ HTTPS_PROXY: undefined }), "runners", "verify", "--json");
  expect([direct.code, proxy.connects.length]).toEqual([1, calls]);
  expect(direct.out).toContain('"gitlab-unreachable"');
}

const checked = z.object({ findings: z.array(z.object({ id: z.string(), level: z.string() })) });

async function expectChecked(project: Project): Promise<void> {
  const { code, out } = await glrunner(project, "check", "--json");
  const levels = new Map(checked.parse(JSON.parse(out)).findings.map(({ id, level }) => [id, level]));
  const ids = ["subnets", "addresses", "vpc.dns-support", "vpc.dns-hostnames", "routes"];
  const wanted = ["tokens.plain", "credentials.cluster-access", ...ids.map((id) => `account.${id}`)];
  expect(wanted.map((id) => [id, levels.get(id)])).toEqual(wanted.map((id) => [id, "ok"]));
  expect(code).toBe(0);
}

const direct = [
  ...["localhost", "127.0.0.1", "169.254.169.254", "169.254.170.23", "10.100.0.0/16", "172.20.0.0/16"],
  ...[".svc", ".cluster.local", ".us-west-2.eks.amazonaws.com", "10.9.0.0/16", ".company.internal"],
].join(",");
const proxyVariables = {
  ...{ HTTP_PROXY: "http://proxy.company.test:3128", HTTPS_PROXY: "http://proxy.company.test:3128" },
  NO_PROXY: direct,
  ...{ http_proxy: "http://proxy.company.test:3128", https_proxy: "http://proxy.company.test:3128" },
  no_proxy: direct,
};
const secretData = z.object({ data: z.record(z.string(), z.string()) });

async function expectDeployed(emulator: Emulator, project: Project, { ca }: CompanyGitLab): Promise<void> {
  const { config } = project;
  const entries = emulator.providers.journal.entries();
  expectRunners(config, entries);
  const variables = Object.entries(proxyVariables);
  const values = runnerValuesOf("plain", entries);
  const caFile = { name: "CI_SERVER_TLS_CA_FILE", value: "/home/gitlab-runner/.gitlab-runner/certs/ca.crt" };
  expect(values).toMatchObject({
    gitlabUrl: "https://gitlab.company.test",
    certsSecretName: "gitlab-ca",
    envVars: [...variables.map(([name, value]) => ({ name, value })), caFile],
  });
  expect(runnerTomlOf(values)).toMatchObject({
    environment: variables.map(([name, value]) => `${name}=${value}`),
    kubernetes: { volumes: { secret: [{ name: "gitlab-ca", mount_path: "/etc/gitlab-runner/certs" }] } },
  });
  expectAccess(config, entries);
  const resources = shownResources(
    (await expectExit(0, project.terraform("single", "show", "-json"))).stdout,
  );
  expectRoles(config, resources);
  const secrets = resources.filter(({ address }) => address.startsWith("kubernetes_secret_v1.gitlab_ca_"));
  expect(secrets.map(({ values }) => secretData.parse(values).data)).toEqual([
    { "ca.crt": ca },
    { "ca.crt": ca },
  ]);
  await expectFargateLogs(emulator, config);
  await expectAlarms(emulator, config);
}

const answered = z.object({ known: z.literal(true), value: z.unknown() });
const status = z.object({ eks: answered, managers: answered, gitlab: answered });

/** The second identity has access to AWS, the cluster and GitLab. */
async function expectStatus(second: Project): Promise<void> {
  const { eks, managers, gitlab } = status.parse(
    JSON.parse((await glrunner(second, "status", "--json")).out),
  );
  expect(eks.value).toMatchObject({ status: "ACTIVE" });
  expect(managers.value).toEqual([{ runner: "plain", state: "down" }]);
  expect(gitlab.value).toMatchObject([{ name: "plain", verdict: "ok" }]);
}

type Credentials = Parameters<Project["as"]>[0];

/** The API answers 403 to a user without permissions and 401 to an identity that `aws-auth` does not map. */
async function expectRefused(project: Project, audits: Credentials, nobody: Credentials): Promise<void> {
  const planned = async (who: Credentials) =>
    (await expectExit(1, project.as(who).terraform("single", "plan"))).stderr;
  const forbidden = await planned(audits);
  expect(forbidden).toContain(
    'configmaps "aws-auth" is forbidden: User "auditor" cannot get resource "configmaps" in API group "" in the namespace "kube-system"',
  );
  expect(forbidden).not.toContain("Unauthorized");
  expect(await planned(nobody)).toMatch(/Unauthorized|provide credentials/);
}
