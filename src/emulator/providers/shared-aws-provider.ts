/**
 * Runs the real AWS provider as one process to which every Terraform of an emulator attaches: starting the provider is
 * most of the cost of a command. It ends with this process.
 */
import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { providerPins } from "../../../modules/pins";
import type { Service } from "../service-group";
import { startChildService } from "../child-service";
import { platform, registryHost } from "./aws-mirror";

interface SharedAwsProvider extends Service {
  /** Value of TF_REATTACH_PROVIDERS. */
  readonly reattach: object;
}

/** Go's own default: several of these run at the same time, so memory matters more than CPU. */
const garbageCollection = { GOGC: "100" } as const;

const reattachSchema = z.record(z.string(), z.unknown());

/**
 * @param folder for its socket, and short: a socket's path has at most 107 bytes
 * @param env directs the provider to the emulated AWS; Terraform's environment does not reach it
 * @returns undefined when the mirror holds the provider as an archive, which only `terraform init` unpacks
 */
export function startSharedAwsProvider(
  folder: string,
  mirror: string,
  env: Readonly<Record<string, string>>,
): Promise<SharedAwsProvider> | undefined {
  const program = programIn(mirror);
  return program === undefined ? undefined : start(program, folder, env);
}

async function start(
  program: string,
  folder: string,
  env: Readonly<Record<string, string>>,
): Promise<SharedAwsProvider> {
  mkdirSync(folder, { mode: 0o700 });
  const { address, stop } = await startChildService({
    command: [program, "-debug"],
    env: { ...env, TMPDIR: folder, ...garbageCollection },
    findAddress: (output) => /TF_REATTACH_PROVIDERS='(.+)'/.exec(output)?.[1],
  });
  return { reattach: reattachSchema.parse(JSON.parse(address)), stop };
}

function programIn(mirror: string): string | undefined {
  const { source, version } = providerPins.aws;
  const folder = join(mirror, registryHost, source, version, platform);
  const prefix = `terraform-provider-aws_v${version}`;
  const program = existsSync(folder) && readdirSync(folder).find((name) => name.startsWith(prefix));
  return program ? join(folder, program) : undefined;
}
