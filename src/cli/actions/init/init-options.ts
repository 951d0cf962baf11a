import type { PresetName } from "../../../config/presets";
import type { CommandCall } from "../../definition/command";

/** The option that names the file to write. */
export interface OutputFile {
  readonly output: string | undefined;
}

/** The options of `glrunner init`. */
export interface InitOptions extends OutputFile {
  readonly preset: PresetName | undefined;
  readonly name: string | undefined;
  readonly region: string | undefined;
  readonly gitlab: string | undefined;
  readonly allow: string | undefined;
  readonly state: string | undefined;
  readonly token: readonly string[];
  readonly "from-state": string | undefined;
  readonly "from-runner-config": string | undefined;
  readonly "from-tfvars": string | undefined;
  readonly yes: boolean;
}

export type InitCall = CommandCall<InitOptions>;
