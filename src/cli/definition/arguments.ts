/** The arguments of a command, after its own words: stages, a file, names. */
import { invalid, valid, type Completes, type Reading } from "./value";

/** @typeParam Words the arguments as `run` of the command gets them */
export interface CommandArguments<Words extends readonly string[]> {
  /** As in a usage line: `[STAGE...]`. Empty if the command takes no arguments. */
  readonly usage: string;
  readonly meaning: string;
  readonly completes?: Completes;
  readonly read: (given: readonly string[]) => Reading<Words>;
}

interface ArgumentProps {
  /** Its name in help, such as FILE. */
  readonly placeholder: string;
  readonly meaning: string;
  readonly completes: Completes;
}

export const noArguments: CommandArguments<readonly []> = {
  usage: "",
  meaning: "",
  read: (given) => (given.length === 0 ? valid([]) : invalid("no arguments")),
};

export function oneArgument(props: ArgumentProps): CommandArguments<readonly [string]> {
  const { placeholder, ...shown } = props;
  return {
    ...shown,
    usage: placeholder,
    read: ([first = "", ...more]) =>
      first === "" || more.length > 0 ? invalid(`one ${placeholder}`) : valid([first]),
  };
}

/** Exactly one of these words. */
export function oneWordOf<const Word extends string>(
  words: readonly Word[],
  props: Omit<ArgumentProps, "completes">,
): CommandArguments<readonly [Word]> {
  const { placeholder, meaning } = props;
  return {
    ...{ usage: placeholder, meaning, completes: words },
    read: ([first, ...more]) => {
      const word = words.find((known) => known === first);
      return word === undefined || more.length > 0 ? invalid(`one of ${words.join(", ")}`) : valid([word]);
    },
  };
}

export function anyArguments(props: ArgumentProps): CommandArguments<readonly string[]> {
  const { placeholder, ...shown } = props;
  return { ...shown, usage: `[${placeholder}...]`, read: (given) => valid(given) };
}
