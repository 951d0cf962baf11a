/**
 * Keeps the emulator and real clusters apart. An emulated run must never write to a real state, and a run with real
 * credentials must never read from the emulator which resources exist. In either case Terraform would replace the record of
 * a real cluster by the record of an emulated one.
 */
import { realpathSync } from "node:fs";
import { basename, dirname, join, sep } from "node:path";
import type { Config } from "../../config/config";
import type { Environment } from "../../config/environment";

/** The emulator's access key. AWS refuses it, and the emulator refuses every other one. */
export const emulatedAccessKeyId = "loopback";

/**
 * Names the emulator's folder in every environment that uses the emulator. States of emulated runs stay below it, even if
 * HOME, the configuration or an override name another place.
 */
export const emulatorFolderVariable = "GLRUNNER_EMULATOR_FOLDER";

export function isEmulated(env: Environment): boolean {
  return env.AWS_ACCESS_KEY_ID === emulatedAccessKeyId;
}

interface EnvironmentConflict {
  readonly code: "emulator-mixed";
  readonly message: string;
  readonly fix: string;
}

/**
 * Why a command must not use this state in this environment: one of the two is emulated, and the other is not.
 * @param home the home directory; emulated states stay below it if no emulator names its folder
 * @returns undefined when both are emulated, or both are real
 */
export function environmentConflict(
  state: Config["state"],
  env: Environment,
  home: string,
): EnvironmentConflict | undefined {
  return isEmulated(env) ? realState(state, env, home) : emulatedEnvironment(env);
}

function realState(state: Config["state"], env: Environment, home: string): EnvironmentConflict | undefined {
  const folder = set(env[emulatorFolderVariable]) ?? home;
  const place = locationOutside(state, env, folder);
  if (place === undefined) return undefined;
  return {
    code: "emulator-mixed",
    message: `this shell uses the emulator, and the configuration keeps its state outside of it: ${place}. An emulated run would replace the record of a real cluster`,
    fix: `in this shell, keep the state in the emulator's folder: export GLRUNNER__STATE='{ backend: local }', and unset every other GLRUNNER__STATE variable; for the real cluster, use a shell without the emulator`,
  };
}

/** The place of the state; undefined if it is in the emulator. */
function locationOutside(state: Config["state"], env: Environment, folder: string): string | undefined {
  switch (state.backend) {
    case "local":
      return isWithin(state.directory, folder) ? undefined : state.directory;
    case "s3": {
      // AWS refuses the emulator's key; another server may accept any key.
      const [elsewhere] = endpointsOf(env).filter(([, url]) => !isLoopback(url));
      return elsewhere && `bucket ${state.bucket}, at ${elsewhere[0]}`;
    }
    case "http":
      return isLoopback(state.address) ? undefined : state.address;
    default:
      return `backend ${state.backend}`;
  }
}

function emulatedEnvironment(env: Environment): EnvironmentConflict | undefined {
  const leading = [
    ...(set(env[emulatorFolderVariable]) === undefined ? [] : [emulatorFolderVariable]),
    ...endpointsOf(env).flatMap(([name, url]) => (isLoopback(url) ? [name] : [])),
  ];
  if (leading.length === 0) return undefined;
  return {
    code: "emulator-mixed",
    message: `this shell uses an emulator (${leading.join(", ")}) with credentials that are not the emulator's. Terraform would not find the resources of a real state there, and would create them again`,
    fix: `for the real cluster: unset ${leading.join(" ")}, or open another shell; for the emulator: eval "$(glrunner emulate env)"`,
  };
}

const set = (value: string | undefined) => (value === "" ? undefined : value);

/** The variables that send Terraform or the AWS SDK to another server than AWS. */
function endpointsOf(env: Environment): [string, string][] {
  return Object.entries(env).flatMap(([name, url]): [string, string][] =>
    /^AWS_(ENDPOINT_URL(_\w+)?|S3_ENDPOINT|STS_ENDPOINT|IAM_ENDPOINT|DYNAMODB_ENDPOINT)$/.test(name) &&
    set(url) !== undefined
      ? [[name, url ?? ""]]
      : [],
  );
}

function isLoopback(url: string): boolean {
  const host = URL.canParse(url) ? new URL(url).hostname : "";
  return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(host);
}

function isWithin(path: string, folder: string): boolean {
  return `${resolved(path)}${sep}`.startsWith(`${resolved(folder)}${sep}`);
}

/** Follows symbolic links, as far as the path exists. */
function resolved(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(resolved(parent), basename(path));
  }
}
