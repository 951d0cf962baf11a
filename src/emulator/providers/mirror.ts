/**
 * A provider mirror of launchers, one for each recorded provider, laid out as `terraform init` takes
 * them from a folder. The launchers hold nothing of one emulator, so lock files that name them stay valid.
 */
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { providerPins } from "../../../modules/pins";
import { recordedProviders } from "../../../modules/provider-schema";
import { platform, registryHost } from "./aws-mirror";

export function writeMirror(folder: string): void {
  const program = launcherProgram();
  for (const name of recordedProviders) {
    const { source, version } = providerPins[name];
    const place = join(folder, registryHost, source, version, platform);
    mkdirSync(place, { recursive: true });
    const file = join(place, `terraform-provider-${name}_v${version}`);
    writeFileSync(file, program);
    chmodSync(file, 0o755);
  }
}

function launcherProgram(): string {
  const { outputFiles } = buildSync({
    entryPoints: [join(import.meta.dirname, "launcher.ts")],
    bundle: true,
    platform: "node",
    target: "node20",
    write: false,
    logLevel: "silent",
  });
  const [built] = outputFiles;
  if (built === undefined) throw new Error("the launcher was not built");
  return `#!/usr/bin/env node\n${built.text}`;
}
