/**
 * A home folder and an environment in which Terraform reaches loopback and nothing else: providers from folders,
 * modules from our registry, AWS from moto, credentials that are none. Only the few variables named here come from
 * the caller, so that no profile, proxy or Terraform setting of theirs can lead to a real account.
 */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { providerPins } from "../../modules/pins";
import { emulatedAccessKeyId, emulatorFolderVariable } from "../clients/aws/emulation";
import { registryHost } from "./providers/aws-mirror";

interface HomeProps {
  /** Folder that holds `registry.terraform.io` with the AWS provider. @default it cannot be installed */
  readonly awsMirror?: string;
  /** The same of all other providers. @default none can be installed */
  readonly otherMirror?: string;
  /** Base address of the module registry. @default no module can be fetched from a registry */
  readonly registryUrl?: string;
  /** @default a port that answers nothing */
  readonly awsUrl?: string;
  /** Where stacks are synthesized to. @default cdktf.out, wherever the command runs */
  readonly output?: string;
  /** Of what else Terraform has to find. */
  readonly more?: Readonly<Record<string, string>>;
}

export interface Home {
  /** What `~` is. */
  readonly home: string;
  /** What a shell needs to reach the emulator and nothing else. */
  readonly settings: Readonly<Record<string, string>>;
  /** The whole environment of a command that asks nobody and is read by a program. */
  readonly env: Readonly<Record<string, string>>;
}

export interface TemporaryHome extends Home {
  /** A folder for what its user writes. */
  readonly work: string;
  readonly remove: () => void;
}

const nowhere = "http://127.0.0.1:9";
const inherited = ["PATH", "LANG", "LC_ALL", "TZ", "TMPDIR", "TERM"] as const;

/** The access key of every request in the emulator. A real one looks different, and is refused by the emulator. */
export const dummyAccessKeyId = emulatedAccessKeyId;

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

/** @param folder absolute; the home is in it, and everything else that the environment names */
export function createHome(folder: string, props: HomeProps): Home {
  const home = join(folder, "home");
  const empty = join(folder, "none");
  for (const each of [home, empty]) mkdirSync(each);
  const cliConfig = join(folder, "terraform.rc");
  writeFileSync(cliConfig, cliConfiguration(empty, props));
  // AWS settings of a home that we do not know: none, rather than whatever the machine has.
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

/** The same with more of what Terraform has to find. */
export function withSettings({ home, settings, env }: Home, more: Readonly<Record<string, string>>): Home {
  return { home, settings: { ...settings, ...more }, env: { ...env, ...more } };
}

/** With only mirrors given, Terraform asks no registry for providers. */
function cliConfiguration(empty: string, { awsMirror, otherMirror, registryUrl }: HomeProps): string {
  const aws = `["${registryHost}/${providerPins.aws.source}"]`;
  return `disable_checkpoint = true
provider_installation {
  filesystem_mirror {
    path    = ${JSON.stringify(awsMirror ?? empty)}
    include = ${aws}
  }
  filesystem_mirror {
    path    = ${JSON.stringify(otherMirror ?? empty)}
    exclude = ${aws}
  }
}
host "${registryHost}" {
  services = { "modules.v1" = ${JSON.stringify(registryUrl ?? `${nowhere}/`)} }
}
`;
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
 * Terraform reads the AWS provider's schema for every command, and its garbage collector takes a third of the CPU time
 * of that. With 800 it collects less often, and holds 1.1 GB rather than 0.8 (measured with provider 5.100.0).
 */
const garbageCollection = { percent: "800", fromMemoryBytes: 8 * 1024 ** 3 } as const;

const nonInteractive = { TF_IN_AUTOMATION: "1", TF_INPUT: "0", NO_COLOR: "1", CI: "1" } as const;

function fasterTerraform(): Record<string, string> {
  return totalmem() < garbageCollection.fromMemoryBytes ? {} : { GOGC: garbageCollection.percent };
}

function terraformSettings(cliConfig: string): Record<string, string> {
  return {
    TF_CLI_CONFIG_FILE: cliConfig,
    // cdktf and npm would otherwise ask their makers for news, and Terraform its registry for checksums.
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
    // A moto that died is an error at once, not after 25 patient tries.
    AWS_MAX_ATTEMPTS: "3",
  };
}
