/** Compares the memory that this process and its children may use with what Terraform and the providers need. */
import type { PinnedProvider } from "../../../modules/pins";
import { findingsOf, sizeText, type Finding } from "../finding";
import { usedProviders } from "./disk";
import type { MachineQuestion, MachineReader } from "./reader";
import { providerSizes, terraformMemoryMiB } from "./sizes";

const finding = findingsOf("machine");

/** The largest stack: in the staged layout that of the add-ons or the cluster, in the single one everything at once. */
const largestStack: readonly PinnedProvider[] = ["aws", "helm", "kubectl", "kubernetes", "time"];

function memoryNeedMiB({ layout, versions }: MachineQuestion["config"]): number {
  const providers = layout === "single" ? usedProviders : largestStack;
  // The root of set tutorial configures a second Region, for which Terraform starts the provider again.
  const second = versions.set === "tutorial" ? providerSizes.aws.memoryMiB : 0;
  return providers.reduce((sum, name) => sum + providerSizes[name].memoryMiB, terraformMemoryMiB + second);
}

interface Memory {
  /** The limit. */
  readonly totalMiB: number;
  readonly availableMiB: number;
}

export async function memory(
  { config }: MachineQuestion,
  reader: Pick<MachineReader, "text">,
): Promise<readonly Finding[]> {
  const found = await readMemory(reader);
  const needed = memoryNeedMiB(config);
  const takes = `Terraform and its providers need up to ${sizeText(needed)} of memory`;
  if (found === undefined) {
    return [finding("unknown", "memory", `${takes}; the memory of this system cannot be read`)];
  }
  const { totalMiB, availableMiB } = found;
  const what = `${takes}, ${sizeText(availableMiB)} of ${sizeText(totalMiB)} are available`;
  if (totalMiB < needed) {
    return [finding("error", "memory", what, { fix: "use a machine or a container with more memory" })];
  }
  if (availableMiB < needed)
    return [
      finding("warning", "memory", what, {
        fix: "stop other programs; `ps aux --sort=-rss | head` lists the largest",
      }),
    ];
  return [finding("ok", "memory", what)];
}

/** Memory of the machine, or what the limit of the container leaves. Undefined on a system without /proc. */
async function readMemory({ text }: Pick<MachineReader, "text">): Promise<Memory | undefined> {
  const info = await text("/proc/meminfo");
  const total = kibOf(info, "MemTotal");
  const available = kibOf(info, "MemAvailable");
  if (total === undefined || available === undefined) return undefined;
  const machine = { totalMiB: total / 1024, availableMiB: available / 1024 };
  const container = (await limits(text, secondVersion)) ?? (await limits(text, firstVersion));
  if (container === undefined) return machine;
  return {
    totalMiB: Math.min(machine.totalMiB, container.totalMiB),
    availableMiB: Math.min(machine.availableMiB, container.availableMiB),
  };
}

/** Files of a control group, by its version. Source: kernel.org/doc, cgroup-v2 and cgroup-v1/memory (2026-11). */
const secondVersion = {
  limit: "/sys/fs/cgroup/memory.max",
  used: "/sys/fs/cgroup/memory.current",
  detail: "/sys/fs/cgroup/memory.stat",
  reclaimable: "inactive_file",
} as const;
const firstVersion = {
  limit: "/sys/fs/cgroup/memory/memory.limit_in_bytes",
  used: "/sys/fs/cgroup/memory/memory.usage_in_bytes",
  detail: "/sys/fs/cgroup/memory/memory.stat",
  reclaimable: "total_inactive_file",
} as const;

/** Undefined without a limit: the file is missing or contains `max`. */
async function limits(
  text: MachineReader["text"],
  files: typeof secondVersion | typeof firstVersion,
): Promise<Memory | undefined> {
  const [limit, used, detail] = await Promise.all([text(files.limit), text(files.used), text(files.detail)]);
  const bytes = wholeNumber(limit);
  if (bytes === undefined) return undefined;
  // The kernel counts cached files as used, and frees them when memory is needed.
  const reclaimable = wholeNumber(new RegExp(`^${files.reclaimable} (\\d+)$`, "m").exec(detail ?? "")?.[1]);
  const taken = Math.max(0, (wholeNumber(used) ?? 0) - (reclaimable ?? 0));
  return { totalMiB: bytes / 2 ** 20, availableMiB: (bytes - taken) / 2 ** 20 };
}

function wholeNumber(text: string | undefined): number | undefined {
  const digits = text?.trim() ?? "";
  return /^\d+$/.test(digits) ? Number(digits) : undefined;
}

function kibOf(info: string | undefined, key: string): number | undefined {
  return wholeNumber(new RegExp(`^${key}:\\s+(\\d+) kB$`, "m").exec(info ?? "")?.[1]);
}
