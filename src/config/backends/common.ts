/** Shared parts of the state backends. Each backend has a file of its own, and `index.ts` lists them. */
import { singleStack, type StackName } from "../stages";

/** Values from which a backend derives its defaults. */
export interface StateContext {
  /** Name of the configuration. */
  readonly name: string;
  readonly region: string;
  /** Home directory, for `~`; empty if unknown. */
  readonly home: string;
}

/** A short form for `glrunner init`, which names a backend in one word, such as `s3://BUCKET`. */
export interface StateForm<Input> {
  /** As the question shows it. */
  readonly form: string;
  readonly pattern: RegExp;
  /** Takes the groups of the pattern. A group that did not match is undefined. */
  readonly read: (...groups: readonly (string | undefined)[]) => Input;
}

/** File of a stack's state. The `single` layout keeps the tutorial's file name. */
export const stateFileName = (stack: StackName) =>
  stack === singleStack ? "runner.tfstate" : `${stack}.tfstate`;

/** Fills in the default folder, the name of the cluster. */
export const withPrefix = <Given extends { readonly prefix?: string | undefined }>(
  given: Given,
  { name }: StateContext,
) => ({ ...given, prefix: given.prefix ?? name });

/** The optional folder of a short form, as the key `prefix`. */
export const prefixOf = (folder: string | undefined) => (folder === undefined ? {} : { prefix: folder });
