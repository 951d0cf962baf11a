/**
 * Creates a home folder and an environment in which Terraform reaches only loopback: providers from local mirrors,
 * modules from the emulator's registry, AWS from moto, and dummy credentials. Only the variables listed in `inherited`
 * come from the caller, so that none of the caller's profiles, proxies or Terraform settings leads to a real account.
 */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir, totalmem } from "node:os";
import { dirname, join } from "node:path";
import { providerPins } from "../../modules/pins";
import { emulatedAccessKeyId, emulatorFolderVariable } from "../clients/aws/emulation";
import { terraformVariables } from "../clients/terraform/terraform-program";
import { makeFolder } from "../clients/system/make-folder";
import { openTofuHost, platform, registryHost, registryHosts } from "./providers/aws-mirror";

interface HomeProps {
  /** Folder that holds `registry.terraform.io` with the AWS provider. @default it cannot be installed */
  readonly awsMirror?: string;
  /** Folder that holds all other providers. @default none can be installed */
  readonly otherMirror?: string;
  /** Base address of the module registry. @default no module can be fetched from a registry */
  readonly registryUrl?: string;
  /** Endpoint of the emulated AWS. @default a port on which nothing listens */
  readonly awsUrl?: string;
  /** Folder for synthesized stacks. @default cdktf.out in the command's working directory */
  readonly output?: string;
  /** Additional environment variables for Terraform. */
  readonly more?: Readonly<Record<string, string>>;
}

/** The environment of one emulator; it never contains the caller's credentials. */
export interface Home {
  /** Value of HOME. */
  readonly home: string;
  /** Variables that direct a shell to the emulator. */
  readonly settings: Readonly<Record<string, string>>;
  /** The whole environment of a non-interactive command whose output a program reads. */
  readonly env: Readonly<Record<string, string>>;
}

/** A home for one test; `remove` deletes it. */
export interface TemporaryHome extends Home {
  /** Working folder for the test's files. */
  readonly work: string;
  readonly remove: () => void;
}

const nowhere = "http://127.0.0.1:9";
const inherited = ["PATH", "LANG", "LC_ALL", "TZ", "TMPDIR", "TERM", ...terraformVariables] as const;

/** The access key of every request in the emulator, which refuses any other key. */
export const dummyAccessKeyId = emulatedAccessKeyId;

/** Creates a home in the system's temporary folder. */
export function temporaryHome(props: HomeProps = {}): TemporaryHome {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "glr-")));
  const work = join(folder, "work");
  mkdirSync(work);
  return {
    ...createHome(folder, props),
    work,
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/**
 * Creates the home and the files that its environment names.
 * @param folder absolute path of an existing folder
 */
export function createHome(folder: string, props: HomeProps): Home {
  const home = join(folder, "home");
  const empty = join(folder, "none");
  for (const directory of [home, empty]) mkdirSync(directory);
  const cliConfig = join(folder, "terraform.rc");
  writeFileSync(cliConfig, cliConfiguration({ empty, openTofu: mirrorForOpenTofu(folder, props) }, props));
  // An empty file, so that the AWS SDKs do not read the machine's own settings.
  const awsConfig = join(folder, "aws-config");
  writeFileSync(awsConfig, "");
  const settings = {
    HOME: home,
    [emulatorFolderVariable]: folder,
    ...terraformSettings(cliConfig),
    ...awsSettings(props.awsUrl ?? nowhere, awsConfig),
    ...(props.output !== undefined && { CDKTF_OUTPUT: props.output, CDKTF_OUTDIR: props.output }),
    ...props.more,
  };
  const env = { ...fasterTerraform(), ...inheritedEnvironment(), ...nonInteractive, ...settings };
  return { home, settings, env };
}

/** Returns the home with additional variables. */
export function withSettings({ home, settings, env }: Home, more: Readonly<Record<string, string>>): Home {
  return { home, settings: { ...settings, ...more }, env: { ...env, ...more } };
}

/** OpenTofu looks for the same provider under its own registry's name, and follows a link only in the last path element. */
function mirrorForOpenTofu(folder: string, { awsMirror }: HomeProps): string {
  const mirror = join(folder, "tofu");
  const { source, version } = providerPins.aws;
  const packed = `terraform-provider-aws_${version}_${platform}.zip`;
  for (const entry of awsMirror === undefined ? [] : [join(version, platform), packed]) {
    const target = join(awsMirror ?? "", registryHost, source, entry);
    if (!existsSync(target)) continue;
    const link = join(mirror, openTofuHost, source, entry);
    makeFolder(dirname(link));
    symlinkSync(target, link);
  }
  return mirror;
}

/** With mirrors only, neither Terraform nor OpenTofu requests a provider from a registry. */
function cliConfiguration(
  { empty, openTofu }: { readonly empty: string; readonly openTofu: string },
  { awsMirror, otherMirror, registryUrl }: HomeProps,
): string {
  const { source } = providerPins.aws;
  const listed = (hosts: readonly string[]) => JSON.stringify(hosts.map((host) => `${host}/${source}`));
  const mirrors = [
    { path: awsMirror ?? empty, filter: `include = ${listed([registryHost])}` },
    { path: awsMirror === undefined ? empty : openTofu, filter: `include = ${listed([openTofuHost])}` },
    { path: otherMirror ?? empty, filter: `exclude = ${listed(registryHosts)}` },
  ];
  return `disable_checkpoint = true
provider_installation {
${mirrors.map(({ path, filter }) => `  filesystem_mirror {\n    path    = ${JSON.stringify(path)}\n    ${filter}\n  }\n`).join("")}}
${registryHosts.map((host) => `host "${host}" {\n  services = { "modules.v1" = ${JSON.stringify(registryUrl ?? `${nowhere}/`)} }\n}\n`).join("")}`;
}

function inheritedEnvironment(): Record<string, string> {
  return Object.fromEntries(
    inherited.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/**
 * Terraform reads the AWS provider's schema for every command and spends a third of that CPU time on garbage collection.
 * With GOGC=800 it collects less often and uses 1.1 GB instead of 0.8 GB (measured with provider 5.100.0).
 */
const garbageCollection = { percent: "800", fromMemoryBytes: 8 * 1024 ** 3 } as const;

const nonInteractive = { TF_IN_AUTOMATION: "1", TF_INPUT: "0", NO_COLOR: "1", CI: "1" } as const;

function fasterTerraform(): Record<string, string> {
  return totalmem() < garbageCollection.fromMemoryBytes ? {} : { GOGC: garbageCollection.percent };
}

function terraformSettings(cliConfig: string): Record<string, string> {
  return {
    TF_CLI_CONFIG_FILE: cliConfig,
    // Without these, cdktf and npm check for new versions, and Terraform requests checksums from its registry.
    CHECKPOINT_DISABLE: "1",
    CDKTF_SKIP_PROVIDER_LOCK: "true",
    NPM_CONFIG_UPDATE_NOTIFIER: "false",
  };
}

function awsSettings(awsUrl: string, config: string): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: awsUrl,
    AWS_ACCESS_KEY_ID: dummyAccessKeyId,
    AWS_SECRET_ACCESS_KEY: dummyAccessKeyId,
    AWS_CONFIG_FILE: config,
    AWS_SHARED_CREDENTIALS_FILE: config,
    AWS_EC2_METADATA_DISABLED: "true",
    // If moto has ended, report that after 3 attempts, not after the provider's default of 25.
    AWS_MAX_ATTEMPTS: "3",
  };
}
