/**
 * Installs the pinned AWS provider with `terraform init`, into a folder that Terraform can use as a mirror. A lock file has
 * the recorded checksums, so that Terraform refuses any other file.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { providerPins } from "../../modules/pins";
import { terraformDriver } from "../clients/terraform/terraform";
import { makeFolder } from "../clients/system/make-folder";
import type { RunCommand } from "../clients/system/command";
import type { Environment } from "../config/environment";
import { registryHost } from "../emulator/providers/aws-mirror";
import { terraformProduct } from "../clients/terraform/terraform-program";
import { addressOf, downloadTo, type OnBytes } from "./download";
import type { Installed } from "./install-python-tools";
import { awsProviderHashes, awsProviderPath, hashicorpReleases } from "./releases";

interface ProviderOptions {
  /** The folder for the unpacked provider, below the name of its registry. */
  readonly folder: string;
  /** As in file names of releases: `linux_amd64`. */
  readonly platform: string;
  /** The address of a server with the paths of releases.hashicorp.com. @default Terraform's own configuration */
  readonly mirror?: string;
  readonly env: Environment;
  readonly signal?: AbortSignal;
  /** Receives the progress of a download from a mirror. Terraform reports none. */
  readonly onBytes?: OnBytes;
  /** Starts Terraform. Tests script it. @default the real one */
  readonly execute?: RunCommand;
}

const { source, version } = providerPins.aws;

export async function installAwsProvider(options: ProviderOptions): Promise<Installed> {
  const place = mkdtempSync(join(tmpdir(), "glr-provider-"));
  try {
    return await installWith(place, options);
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

async function installWith(place: string, options: ProviderOptions): Promise<Installed> {
  const { folder, platform, env, signal, execute } = options;
  // OpenTofu's registry has other builds with other checksums.
  const mirror = options.mirror ?? (terraformProduct(env) === "OpenTofu" ? hashicorpReleases : undefined);
  const from = mirror === undefined ? registryHost : addressOf(mirror, awsProviderPath(platform));
  const packed = join(place, "mirror", registryHost, source);
  makeFolder(packed);
  const archive =
    mirror === undefined ? undefined : await downloadTo(join(packed, basename(from)), from, options);
  if (archive?.ok === false)
    return { fix: `put this archive on the mirror: ${original(platform)}`, ...archive };
  const work = join(place, "work");
  mkdirSync(work);
  makeFolder(folder);
  writeFileSync(join(work, "main.tf.json"), JSON.stringify(configuration));
  writeFileSync(join(work, ".terraform.lock.hcl"), lockFile);
  const settings = archive === undefined ? {} : mirrorSettings(place);
  const terraform = terraformDriver({
    folder: work,
    env: { ...env, ...settings, TF_PLUGIN_CACHE_DIR: folder, CHECKPOINT_DISABLE: "1" },
    signal,
    execute,
  });
  const outcome = await terraform.init();
  if (outcome.ok) return { ok: true, from };
  const message = `terraform init could not install ${source} ${version} from ${from}: ${firstLines(outcome.errors)}`;
  return {
    ok: false,
    message,
    fix: "pass a mirror that has it with --mirror URL, or set HTTPS_PROXY for Terraform",
  };
}

const configuration = {
  terraform: { required_providers: { aws: { source: `${registryHost}/${source}`, version } } },
};

const lockFile = `provider "${registryHost}/${source}" {
  version     = "${version}"
  constraints = "${version}"
  hashes = ${JSON.stringify(awsProviderHashes)}
}
`;

/** Variables for a mirror in the file system, because Terraform's protocol for a mirror on the network needs TLS. */
function mirrorSettings(place: string): Readonly<Record<string, string>> {
  const file = join(place, "terraform.rc");
  const mirror = JSON.stringify(join(place, "mirror"));
  writeFileSync(file, `provider_installation {\n  filesystem_mirror {\n    path = ${mirror}\n  }\n}\n`);
  return { TF_CLI_CONFIG_FILE: file };
}

const original = (platform: string) => addressOf(hashicorpReleases, awsProviderPath(platform));

function firstLines(errors: readonly string[]): string {
  return errors
    .join(" ")
    .replaceAll(/[│╷╵\s]+/g, " ")
    .trim()
    .slice(0, 300);
}
