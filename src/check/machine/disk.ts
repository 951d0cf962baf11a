/** Compares the free disk space with the size of what a deployment writes: providers, modules and a local state. */
import { tmpdir } from "node:os";
import { relative, isAbsolute } from "node:path";
import { providerSizes, usedProviders } from "../../clients/terraform/sizes";
import { findingsOf, sizeText, type Finding } from "../finding";
import type { MachineQuestion, MachineReader, Space } from "./reader";

const finding = findingsOf("machine");

/** Terraform unpacks a provider from a download of about a quarter of its size, which it keeps until then. Assumed (2026-11). */
const downloadShare = 0.25;

/** A copy of the Blueprints repository, and what each stack unpacks from it and from the registry. Assumed (2026-11). */
const modulesMiB = { copy: 20, perStack: 30 } as const;

/** State, its backup and a lock, of all stacks of a large fleet. Assumed (2026-11). */
const stateMiB = 10;

/** Source: docs.aws.amazon.com/cloudshell/latest/userguide/limits.html and vm-specs.html, read 2026-11-23. */
const cloudShell = {
  homeGiB: 1,
  source: "https://docs.aws.amazon.com/cloudshell/latest/userguide/limits.html",
} as const;

/** Space that a deployment needs in a folder. */
interface Need {
  readonly what: string;
  readonly folder: string;
  readonly mib: number;
}

/** Counts the providers once, because the run keeps one copy for all stages. */
function diskNeeds({ config, env, folders }: MachineQuestion): readonly Need[] {
  const sizes = usedProviders.map((name) => providerSizes[name].diskMiB);
  const stacks = config.layout === "single" ? 1 : 4;
  const { state } = config;
  return [
    { what: "providers", folder: folders.providers, mib: sizes.reduce((sum, size) => sum + size, 0) },
    { what: "downloads", folder: env.TMPDIR ?? tmpdir(), mib: Math.max(...sizes) * downloadShare },
    {
      what: "modules",
      folder: folders.work,
      mib: modulesMiB.copy + stacks * modulesMiB.perStack,
    },
    ...(state.backend === "local" ? [{ what: "state", folder: state.directory, mib: stateMiB }] : []),
  ];
}

export async function disk(question: MachineQuestion, reader: MachineReader): Promise<readonly Finding[]> {
  const needs = diskNeeds(question);
  const placed = await Promise.all(
    needs.map(async (need) => ({ need, space: await reader.space(need.folder) })),
  );
  const devices = new Map<number, { readonly space: Space; readonly needs: Need[] }>();
  for (const { need, space } of placed) {
    if (space === undefined) continue;
    const device = devices.get(space.device) ?? { space, needs: [] };
    device.needs.push(need);
    devices.set(space.device, device);
  }
  const unread = placed.filter(({ space }) => space === undefined).map(({ need }) => need);
  return [
    ...[...devices.values()].map(({ space, needs: here }) => room(space, here)),
    ...unread.map(({ what, folder }) =>
      finding("unknown", `disk.${what}`, `the free space of ${folder}, for the ${what}, cannot be read`),
    ),
    ...smallHome(question),
  ];
}

function room({ freeMiB }: Space, needs: readonly Need[]): Finding {
  const needed = needs.reduce((sum, { mib }) => sum + mib, 0);
  const id = `disk.${needs.map(({ what }) => what).join("-")}` as const;
  const folders = [...new Set(needs.map(({ folder }) => folder))].join(", ");
  const what = `${listed(needs.map((need) => need.what))} need up to ${sizeText(needed)}, and ${sizeText(freeMiB)} are free (${folders})`;
  if (freeMiB >= needed) return finding("ok", id, what);
  const fix = `free ${sizeText(needed - freeMiB)}, or set TF_PLUGIN_CACHE_DIR and TMPDIR to folders on a larger disk`;
  return finding("error", id, what, { fix });
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1) ?? ""}`;
}

/** The home of a CloudShell is too small for the providers, and the state needs space too. */
function smallHome({ env, home, folders }: MachineQuestion): readonly Finding[] {
  if (env.AWS_EXECUTION_ENV !== "CloudShell" || !isInside(folders.providers, home)) return [];
  return [
    finding(
      "warning",
      "cloudshell-home",
      `the providers are installed in ${folders.providers}, and the home of a CloudShell has only ${cloudShell.homeGiB} GB`,
      {
        fix: 'run `eval "$(glrunner bootstrap)"`, which moves them out of the home',
        source: cloudShell.source,
      },
    ),
  ];
}

function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return !isAbsolute(way) && way.split("/")[0] !== "..";
}
