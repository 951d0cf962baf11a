/** One entry of the catalogue, proved: the text it is for, and one that looks like it but is not. */
import type { TerraformCommand } from "../../../src/run/errors/entry";
import type { StackName } from "../../../src/config/stages";

export interface ErrorCase {
  readonly id: string;
  readonly stack: StackName;
  readonly during: TerraformCommand;
  /** As somebody met it, named by its source in a comment above. */
  readonly real: string;
  readonly nearMiss: {
    readonly text: string;
    /** The entry that it belongs to instead, or none. */
    readonly is: string | undefined;
    /** @default as the real text's */
    readonly during?: TerraformCommand;
  };
}
