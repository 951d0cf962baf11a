/**
 * A provider mirror of launchers, one for each recorded provider, laid out as `terraform init` takes
 * them from a folder. The launchers hold nothing of one emulator, so lock files that name them stay valid.
 */
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { providerPins } from "../../../../modules/pins";
import { recordedProviders } from "../../../../modules/provider-schema";
import { platform, registryHosts } from "../aws-mirror";
import { launcherProgram } from "./launcher-program";
import { makeFolder } from "../../../clients/system/make-folder";

export function writeMirror(folder: string): void {
  const program = launcherProgram();
  for (const name of recordedProviders) {
    const { source, version } = providerPins[name];
    for (const host of registryHosts) {
      const place = join(folder, host, source, version, platform);
      makeFolder(place);
      const file = join(place, `terraform-provider-${name}_v${version}`);
      writeFileSync(file, program);
      chmodSync(file, 0o755);
    }
  }
}
