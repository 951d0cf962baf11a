/** Converts one Helm release to a runner of a configuration, without settings that have their default. */
import { stringify } from "smol-toml";
import { managerNamespace } from "../../config";
import type { RunnerInput } from "../runner-input";
import { managerLabel } from "../../config/resource-names";
import { resolveManager } from "../../config/resolve/manager";
import { valueAt } from "../../config/paths";
import { coveredKeys } from "../../config/runner-toml/keys";
import { runnerSchema } from "../../config/schema/runners";
import { capacityLabel, computeOf, jobOf } from "./job";
import type { Mapping, RunnerRelease } from "./release";
import { knownKeys, looksSecret, pathsIn, unmodelledIn, type KnownKeys } from "./unmodelled";
import { unlessEmpty, flagOf, mappingOf, unlessDefault, textOf, textsOf, vcpuOf, wholeOf } from "./values";

interface ReadRunner {
  readonly input: RunnerInput;
  /** Names of settings that were left out. */
  readonly omitted: readonly string[];
}

interface RunnerContext {
  readonly region: string;
  /** Whether glrunner created the release. Its settings then come from a configuration, which contains no secrets. */
  readonly owned: boolean;
  /** Whether glrunner created the Secret with the runner's token. */
  readonly ownSecret: boolean;
}

const defaults = runnerSchema.parse({ name: "any", token: "env:ANY" });

export function readRunner(release: RunnerRelease, context: RunnerContext): ReadRunner {
  const { name, values, toml } = release;
  const compute = computeOf(toml);
  const concurrent = wholeOf(values.concurrent) ?? defaults.concurrent;
  const environment = environmentOf(toml, context.owned);
  const rest = unmodelledIn(toml, knownToml(compute === "fargate", mountsToken(toml)));
  const extra = context.owned ? withoutSecrets(rest) : {};
  const input: RunnerInput = {
    name,
    gitlabUrl: unlessDefault(addressOf(values.gitlabUrl), defaults.gitlabUrl),
    token: tokenReference(release, context.ownSecret),
    ...registrationOf(release),
    compute,
    concurrent,
    namespace: jobsBesideManager(release)
      ? undefined
      : unlessDefault(namespaceOf(release), `gitlab-jobs-${compute}`),
    job: jobOf(toml),
    manager: managerOf(release, concurrent),
    cache: cacheOf(toml, context.region),
    environment: unlessEmpty(environment.kept),
    extraToml: Object.keys(extra).length > 0 ? tomlText(extra) : undefined,
  };
  // The settings of pause pods do not contain the number of jobs.
  const warm = mappingOf(toml.kubernetes).autoscaler === undefined ? [] : ["kubernetes.autoscaler"];
  const dropped = pathsIn(rest).filter((path) => !pathsIn(extra).includes(path));
  return {
    input,
    omitted: [...pathsIn(unmodelledIn(values, knownValues)), ...dropped, ...warm, ...environment.omitted],
  };
}

/** A state does not contain the reference to the token, so that a variable is used unless a foreign Secret holds it. */
function tokenReference({ name, values }: RunnerRelease, ownSecret: boolean): string {
  const secret = textOf(valueAt(values, ["runners", "secret"]));
  return secret !== undefined && !ownSecret
    ? `kubernetes:${secret}`
    : `env:TF_VAR_${name.replaceAll("-", "_")}_token`;
}

/** Undefined for an address with credentials, which are secret. */
function addressOf(value: unknown): string | undefined {
  const address = textOf(value);
  if (address === undefined || !URL.canParse(address)) return undefined;
  const { username, password } = new URL(address);
  return username === "" && password === "" ? address.replace(/\/$/, "") : undefined;
}

function registrationOf({ values, token }: RunnerRelease): Partial<RunnerInput> {
  const { tags, runUntagged, locked, protected: guarded, maximumTimeout } = mappingOf(values.runners);
  const revision = wholeOf(valueAt(values, ["podAnnotations", "glrunner/token-revision"]));
  const registered = token === "registration" || (token === undefined && locked !== undefined);
  const taglist = tagsOf(tags);
  // A runner without tags accepts untagged jobs.
  const untagged = taglist.length === 0 || flagOf(runUntagged) === true;
  return {
    ...(registered && { tokenType: "registration" }),
    tokenRevision: unlessDefault(revision, defaults.tokenRevision),
    ...(registered && {
      tags: taglist,
      runUntagged: unlessDefault(untagged, defaults.runUntagged),
      locked: unlessDefault(flagOf(locked), defaults.locked),
      protected: unlessDefault(flagOf(guarded), defaults.protected),
      maximumTimeoutSeconds: wholeOf(maximumTimeout),
    }),
  };
}

function tagsOf(value: unknown): string[] {
  const tags = (textOf(value) ?? "").split(",").map((tag) => tag.trim());
  return tags.filter((tag) => tag !== "");
}

/** A configuration never runs jobs in the manager's namespace, where they could use the manager's permissions. */
export function jobsBesideManager(release: RunnerRelease): boolean {
  return namespaceOf(release) === managerNamespace;
}

/** By default the chart runs jobs in the namespace of their manager. */
function namespaceOf({ values, toml, namespace }: RunnerRelease): string {
  return (
    textOf(mappingOf(toml.kubernetes).namespace) ??
    textOf(valueAt(values, ["runners", "jobNamespace"])) ??
    namespace
  );
}

function managerOf({ values, toml }: RunnerRelease, concurrent: number): RunnerInput["manager"] {
  const computed = resolveManager({ concurrent, manager: defaults.manager }, "fargate");
  const requests = mappingOf(mappingOf(values.resources).requests);
  const [cpu, memory] = [vcpuOf(requests.cpu), textOf(requests.memory)];
  const sized = (cpu ?? computed.cpu) !== computed.cpu || (memory ?? computed.memory) !== computed.memory;
  const polled = wholeOf(mappingOf(toml.kubernetes).poll_timeout);
  return unlessEmpty({
    ...(sized && { cpu, memory }),
    requestConcurrency: unlessDefault(wholeOf(toml.request_concurrency), computed.requestConcurrency),
    checkIntervalSeconds: unlessDefault(wholeOf(values.checkInterval), computed.checkIntervalSeconds),
    pollTimeoutSeconds: unlessDefault(polled, computed.pollTimeoutSeconds),
    shutdownTimeoutSeconds: unlessDefault(wholeOf(values.shutdown_timeout), computed.shutdownTimeoutSeconds),
  });
}

/** Only a cache that uses an IAM role: access keys are secret. */
function cacheOf(toml: Mapping, region: string): RunnerInput["cache"] {
  const cache = mappingOf(toml.cache);
  const s3 = mappingOf(cache.s3);
  const bucket = textOf(s3.BucketName);
  if (bucket === undefined || s3.AuthenticationType !== "iam") return undefined;
  return {
    bucket,
    region: unlessDefault(textOf(s3.BucketLocation), region),
    prefix: textOf(cache.Path),
    shared: flagOf(cache.Shared) ?? false,
  };
}

/** Variables of a foreign release may be secret, so that only their names are reported. */
function environmentOf(toml: Mapping, owned: boolean) {
  const entries = textsOf(toml.environment).map((line): [string, string] => {
    const at = line.indexOf("=");
    return [line.slice(0, Math.max(at, 0)), line.slice(at + 1)];
  });
  const isSafe = ([key, value]: [string, string]) => owned && !looksSecret(value, key);
  return {
    kept: Object.fromEntries(entries.filter(isSafe)),
    omitted: entries.filter((entry) => !isSafe(entry)).map(([key]) => `environment ${key}`),
  };
}

function withoutSecrets(table: Mapping): Mapping {
  return Object.fromEntries(Object.entries(table).filter(([key, value]) => !looksSecret(value, key)));
}

function tomlText(table: Mapping): string {
  return stringify({ runners: [table] });
}

/** Calculated keys that the import does not read: it reports them, whatever their value is. */
const unread = new Set(["token", "limit", "kubernetes.node_selector", "kubernetes.node_tolerations"]);

const mountKey = "automount_service_account_token";

/** By default jobs have no service account token, so that a runner that mounts it keeps the setting in `extraToml`. */
const mountsToken = (toml: Mapping) => mappingOf(toml.kubernetes)[mountKey] === true;

/** The TOML keys that options of the configuration cover. */
const knownToml = (fargate: boolean, withToken: boolean): KnownKeys =>
  knownKeys([
    ...coveredKeys(fargate).filter(
      (key) => !unread.has(key.join(".")) && !(withToken && key.at(-1) === mountKey),
    ),
    ["kubernetes", "node_selector", capacityLabel],
    ["kubernetes", "node_selector", "kubernetes.io/arch"],
  ]);

const knownValues: KnownKeys = {
  ...{ gitlabUrl: true, concurrent: true, checkInterval: true, shutdown_timeout: true, logFormat: true },
  ...{ terminationGracePeriodSeconds: true, unregisterRunners: true, rbac: true, serviceAccount: true },
  ...{ resources: true, imagePullPolicy: true },
  podLabels: { [managerLabel]: true },
  podAnnotations: { "glrunner/token-revision": true },
  runners: {
    ...{ name: true, secret: true, jobNamespace: true, config: true, executor: true, tags: true },
    ...{ runUntagged: true, locked: true, protected: true, maximumTimeout: true },
  },
};
