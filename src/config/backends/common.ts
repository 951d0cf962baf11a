/** What the state backends share. Each backend has a file of its own; `index.ts` lists them. */
import { singleStack, type StackName } from "../stages";

/** Values from which a backend calculates its defaults. */
export interface StateContext {
  /** Name of the configuration. */
  readonly name: string;
  readonly region: string;
  /** Home directory, for `~`; empty if unknown. */
  readonly home: string;
}

/** How `glrunner init` lets a user name a backend in one word, such as `s3://BUCKET`. */
export interface StateForm<Input> {
  /** The form as the question shows it. */
  readonly form: string;
  readonly pattern: RegExp;
  /** Takes the groups of the pattern. A group that did not match is undefined. */
  readonly read: (...groups: readonly (string | undefined)[]) => Input;
}

/** File of a stack's state. The `single` layout keeps the tutorial's file name. */
export const stateFileName = (stack: StackName) =>
  stack === singleStack ? "runner.tfstate" : `${stack}.tfstate`;

/** The optional folder of a form, as the key `prefix`. */
export const prefixOf = (folder: string | undefined) => (folder === undefined ? {} : { prefix: folder });
