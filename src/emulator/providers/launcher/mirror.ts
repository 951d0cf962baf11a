/**
 * Writes a provider mirror with one launcher for each recorded provider, in the layout that `terraform init` reads. The
 * launchers are the same in every emulator, so lock files with their checksums stay valid.
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
      const packageFolder = join(folder, host, source, version, platform);
      makeFolder(packageFolder);
      const file = join(packageFolder, `terraform-provider-${name}_v${version}`);
      writeFileSync(file, program);
      chmodSync(file, 0o755);
    }
  }
}
