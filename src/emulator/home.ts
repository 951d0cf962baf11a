/**
 * A home folder and an environment in which Terraform reaches loopback and nothing else: providers from a folder,
 * modules from our registry, AWS from moto, credentials that are none. Only the few variables named here come from
 * the caller, so that no profile, proxy or Terraform setting of theirs can lead to a real account.
 */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface TerraformHomeProps {
  /** Folder that holds `registry.terraform.io`. @default no provider can be installed */
  readonly mirror?: string;
  /** Base address of the module registry. @default no module can be fetched from a registry */
  readonly registryUrl?: string;
  /** @default a port that answers nothing */
  readonly awsUrl?: string;
}

export interface TerraformHome {
  /** What `~` is. */
  readonly home: string;
  /** A folder for what the tests write themselves. */
  readonly work: string;
  readonly env: Readonly<Record<string, string>>;
  readonly remove: () => void;
}

const nowhere = "http://127.0.0.1:9";
const inherited = ["PATH", "LANG", "LC_ALL", "TZ", "TMPDIR"] as const;

export function createTerraformHome({
  mirror,
  registryUrl = `${nowhere}/`,
  awsUrl = nowhere,
}: TerraformHomeProps): TerraformHome {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "glrunner-e2e-")));
  const [home, work, providers] = ["home", "work", "no-providers"].map((name) => join(root, name));
  if (home === undefined || work === undefined || providers === undefined) throw new Error("three folders");
  for (const folder of [home, work, providers]) mkdirSync(folder);
  const cliConfig = join(root, "terraform.rc");
  writeFileSync(cliConfig, cliConfiguration(mirror ?? providers, registryUrl));
  return {
    home,
    work,
    env: { ...callersEnvironment(), ...terraformEnvironment(home, cliConfig), ...awsEnvironment(awsUrl) },
    remove: () => {
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/** With only a mirror given, Terraform asks no registry for providers. */
function cliConfiguration(mirror: string, registryUrl: string): string {
  return `disable_checkpoint = true
provider_installation {
  filesystem_mirror {
    path = ${JSON.stringify(mirror)}
  }
}
host "registry.terraform.io" {
  services = { "modules.v1" = ${JSON.stringify(registryUrl)} }
}
`;
}

function callersEnvironment(): Record<string, string> {
  return Object.fromEntries(
    inherited.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

function terraformEnvironment(home: string, cliConfig: string): Record<string, string> {
  return {
    HOME: home,
    TF_CLI_CONFIG_FILE: cliConfig,
    TF_IN_AUTOMATION: "1",
    TF_INPUT: "0",
    // cdktf and npm would otherwise ask their makers for news.
    CHECKPOINT_DISABLE: "1",
    NPM_CONFIG_UPDATE_NOTIFIER: "false",
    NO_COLOR: "1",
    CI: "1",
  };
}

function awsEnvironment(awsUrl: string): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: awsUrl,
    AWS_ACCESS_KEY_ID: "loopback",
    AWS_SECRET_ACCESS_KEY: "loopback",
    AWS_EC2_METADATA_DISABLED: "true",
    // A moto that died is an error at once, not after 25 patient tries.
    AWS_MAX_ATTEMPTS: "3",
  };
}
