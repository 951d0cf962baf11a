/** The fuzz targets: configuration, pipeline, state, plan, a manager's log and GitLab's responses. */
import { once } from "node:events";
import { createServer } from "node:http";
import fc from "fast-check";
import { stringify } from "yaml";
import { formatProblems, parseConfig } from "../../src/config";
import { readDocument } from "../../src/config/input/document";
import { GitLabRunnerError } from "../../src/clients/gitlab/gitlab-error";
import { clock } from "../../src/clients/gitlab/request";
import { getRunner, onlineManagers, runnersIn } from "../../src/clients/gitlab/runners";
import { parsePlan } from "../../src/clients/terraform/plan-json";
import { addressesIn, parseState, writeState } from "../../src/clients/terraform/state-document";
import { fleetOf, lint, lintText, problemsText } from "../../src/fleet/pipeline";
import { UnknownActionError } from "../../src/review/changes";
import { htmlReport } from "../../src/review/reports/html";
import { markdownReport } from "../../src/review/reports/markdown";
import { reviewStage } from "../../src/review/review";
import { terminalReport } from "../../src/review/reports/terminal";
import { arbitraryConfigInput, parseOptions } from "../config/arbitraries";
import { planText, resource } from "../review/plans";
import { configOf } from "../support/synth";
import { tutorialState } from "../support/tutorial-state";
import { damaged, strangeJson } from "./hostile-text";
import { jobLog } from "./job-log";
import { assertNoCanary, assertPrintable, canary, target, type Target } from "./target";

const configText = arbitraryConfigInput.map((input) => stringify(input));

function configurationOf(text: string) {
  const document = readDocument(text);
  return document.ok ? parseConfig(document.raw, parseOptions) : document;
}

const configuration = target(
  "configuration",
  fc.oneof(
    damaged(configText),
    configText,
    strangeJson([
      "name",
      "region",
      "runners",
      "token",
      "tags",
      "extraToml",
      "environment",
      "cluster",
      "network",
    ]).map((value) => stringify(value)),
  ),
  (text) => {
    const parsed = configurationOf(text);
    if (parsed.ok) return "accepted";
    if (parsed.problems.length === 0) throw new Error("refused without a problem");
    assertPrintable(formatProblems(parsed.problems));
    return "refused";
  },
);

const fleet = fleetOf(
  configOf({
    name: "fuzz",
    region: "us-west-2",
    runners: [
      { name: "fargate", token: "env:TF_VAR_a" },
      { name: "spot", token: "env:TF_VAR_b", compute: "spot" },
    ],
  }),
);

const pipelineText = fc
  .array(
    fc.record(
      {
        tags: fc.subarray(["eks-fargate", "eks-spot", "$TAG", canary]),
        extends: fc.constantFrom<unknown>(".a", [".a", ".b"], "nobody"),
        image: fc.constantFrom<unknown>("alpine", { name: "docker:dind" }, "$IMAGE"),
        script: fc.constantFrom<unknown>(["make"], "docker build .", ["!reference [.a, script]"]),
        parallel: fc.constantFrom<unknown>(
          3,
          { matrix: [{ A: ["1", "2"], B: "3" }] },
          { matrix: [{ A: Array(30).fill("x"), B: Array(30).fill("y") }] },
        ),
        variables: fc.dictionary(
          fc.constantFrom("A", "TAG", "KUBERNETES_CPU_REQUEST"),
          fc.constantFrom("1", "$A", "$TAG"),
        ),
        services: fc.constantFrom<unknown>(["docker:dind"], [{ name: "redis", alias: "r" }]),
      },
      { requiredKeys: [] },
    ),
    { minLength: 1, maxLength: 6 },
  )
  .map((jobs) =>
    stringify(
      Object.fromEntries(
        jobs.map((job, index) => [index % 3 === 0 ? `.${"abc".charAt(index % 3)}` : `job${index}`, job]),
      ),
    ),
  );

const pipeline = target(
  "pipeline",
  fc.oneof(
    damaged(pipelineText),
    pipelineText,
    strangeJson(["tags", "extends", "script", "parallel", "matrix", "default", "include"]).map((value) =>
      stringify(value),
    ),
  ),
  (text) => {
    const linted = lint(text, fleet);
    assertPrintable(
      String(linted.ok ? lintText("p.yml", linted.result) : problemsText("p.yml", linted.problems)),
    );
    return linted.ok ? "accepted" : "refused";
  },
);

const stateText = fc.constant(
  writeState(
    tutorialState(
      configOf({
        ...{ name: "fuzz", region: "us-west-2", layout: "single" },
        versions: { set: "tutorial" },
        runners: [{ name: "a", token: "env:TF_VAR_a" }],
      }),
    ),
  ),
);

const state = target(
  "state",
  fc.oneof(
    damaged(stateText),
    stateText,
    strangeJson(["version", "serial", "lineage", "resources", "instances", "outputs"]).map((value) =>
      JSON.stringify(value),
    ),
  ),
  (text) => {
    const parsed = parseState(text);
    if (!parsed.ok) {
      assertNoCanary(parsed.message);
      return "refused";
    }
    addressesIn(parsed.state);
    const reparsed = parseState(writeState(parsed.state));
    if (!reparsed.ok) throw new Error("a state cannot be parsed after it was written");
    return "accepted";
  },
);

const attributes = fc.dictionary(
  fc.constantFrom("name", "policy", "tags", "token", "password", "values", "data", "cidr_blocks"),
  fc.oneof(
    fc.string({ unit: "binary", maxLength: 30 }),
    fc.constantFrom(canary, "0.0.0.0/0", "\u001b[31mred"),
    fc.integer(),
    fc.constant(null),
  ),
);
const change = fc
  .record({
    address: fc.constantFrom(
      "aws_vpc.this",
      'module.vpc.aws_subnet.private["a.b"]',
      "kubernetes_secret_v1.token",
      "helm_release.runner\u202e",
    ),
    actions: fc.constantFrom<readonly string[]>(
      ["create"],
      ["delete"],
      ["delete", "create"],
      ["update"],
      ["no-op"],
      ["forget"],
      ["read"],
      ["someday"],
    ),
    before: fc.option(attributes),
    after: fc.option(attributes),
  })
  .map(({ address, ...props }) => resource(address, props));
const plans = fc
  .tuple(fc.array(change, { maxLength: 8 }), fc.array(change, { maxLength: 3 }))
  .map(([resources, drift]) => planText({ resources, drift }));

const plan = target(
  "plan",
  fc.oneof(
    damaged(plans),
    plans,
    strangeJson(["format_version", "resource_changes", "change", "actions", "before", "after"]).map((value) =>
      JSON.stringify(value),
    ),
  ),
  (text) => {
    let parsed;
    try {
      parsed = parsePlan(text);
    } catch (error) {
      if (error instanceof Error) assertNoCanary(error.message);
      return "refused";
    }
    let reviewed;
    try {
      reviewed = reviewStage("vpc", parsed);
    } catch (error) {
      if (error instanceof UnknownActionError) return "refused";
      throw error;
    }
    const review = { stages: [reviewed], notYet: [] };
    assertPrintable(terminalReport(review, 80));
    for (const report of [markdownReport(review), htmlReport(review)]) assertNoCanary(report);
    return "accepted";
  },
);

interface ScriptedResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const validRunner = fc.constant(
  JSON.stringify({
    ...{ id: 7, description: "a", runner_type: "project_type", paused: false, tag_list: ["a"] },
    ...{ run_untagged: true, locked: false, access_level: "not_protected", maximum_timeout: null },
  }),
);
const gitlabBody = fc.oneof(
  strangeJson(["id", "token", "description", "runner_type", "tag_list", "message", "error"]).map((value) =>
    JSON.stringify(value),
  ),
  damaged(validRunner),
  validRunner,
  fc.constant(`<html>${canary}</html>`),
);
const gitlabResponse: fc.Arbitrary<ScriptedResponse> = fc.record({
  status: fc.constantFrom(
    200,
    200,
    200,
    200,
    201,
    204,
    301,
    400,
    401,
    403,
    404,
    409,
    422,
    429,
    500,
    502,
    503,
  ),
  headers: fc.dictionary(
    fc.constantFrom("retry-after", "x-next-page", "location", "content-type"),
    fc.constantFrom("0", "99999999999", "-1", "soon", "http://127.0.0.1:1/", "text/html"),
    { noNullPrototype: true },
  ),
  body: gitlabBody,
});

/** Returns the target for GitLab's responses. Its server on loopback answers every request with the generated response. */
function gitlab(): Target {
  let next: ScriptedResponse = { status: 200, headers: {}, body: "" };
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(next.status, next.headers);
    response.end(next.body);
  });
  // With real pauses between retries, only a few dozen tries would fit into the time.
  const realPause = clock.pause;
  clock.pause = () => Promise.resolve();
  const listening = once(server.listen(0, "127.0.0.1"), "listening");
  const address = async () => {
    await listening;
    const bound = server.address();
    if (bound === null || typeof bound === "string") throw new Error("the server has no port");
    return `http://127.0.0.1:${bound.port}`;
  };
  const calls = fc.tuple(gitlabResponse, fc.constantFrom(getRunner, onlineManagers, allRunners));
  const responses = target("GitLab's answers", calls, async ([response, request]) => {
    next = response;
    try {
      await request({ url: await address(), accessToken: canary, env: {}, timeoutMilliseconds: 2000 }, 7);
      return "accepted";
    } catch (error) {
      if (!(error instanceof GitLabRunnerError)) throw error;
      assertNoCanary(`${error.message} ${error.fix}`);
      return "refused";
    }
  });
  return {
    ...responses,
    close: () => {
      clock.pause = realPause;
      server.closeAllConnections();
      server.close();
    },
  };
}

const allRunners = (api: Parameters<typeof runnersIn>[0]) => runnersIn(api, undefined);

/** Returns all targets. The last one starts a server, which `close` stops. */
export const targets = (): readonly Target[] => [...[configuration, pipeline, state, plan, jobLog], gitlab()];
