/**
 * Options as data: what an option means, how help and completion show it, and how its text becomes a value. Options of
 * several commands are in `../commands/shared-options.ts`.
 */
import { invalid, valid, type Completes, type Reading } from "./value";

/** @typeParam Value the value as `run` of the command gets it, such as `string | undefined` for an option without a default */
export interface CommandOption<Value> {
  /** One sentence in the imperative, for help, completion and the page. */
  readonly meaning: string;
  /** One letter. @default it has none */
  readonly short?: string;
  /** The name of the value in help, such as FILE. @default the option takes no value */
  readonly placeholder?: string;
  /** What a shell offers as the value. @default the option takes no value */
  readonly completes?: Completes;
  /** Whether it may be given several times. @default false */
  readonly repeatable?: boolean;
  /** The default value as help shows it. @default none */
  readonly fallback?: string;
  /** @param given the text of each occurrence of the option */
  readonly read: (given: readonly string[]) => Reading<Value>;
}

/** The text of a flag on the command line. */
export const flagText = "true";

export function flag(meaning: string, short?: string): CommandOption<boolean> {
  return { meaning, short, read: (given) => valid(given.length > 0) };
}

interface ValueOptionProps<Value> {
  readonly meaning: string;
  readonly short?: string;
  readonly placeholder: string;
  readonly fallback?: string;
  /** @default "text" */
  readonly completes?: Completes;
  /** Describes a valid text, for messages. @default the placeholder */
  readonly expected?: string;
  /** @returns undefined if the text is not valid */
  readonly parse: (text: string) => Value | undefined;
}

/** An option whose text the parser checks and converts. The last occurrence counts. */
export function parsed<Value>(props: ValueOptionProps<Value>): CommandOption<Value | undefined> {
  const { parse, expected = props.placeholder, completes = "text", ...shown } = props;
  return {
    ...shown,
    completes,
    read: (given) => {
      const text = given.at(-1);
      if (text === undefined) return valid(undefined);
      const value = parse(text);
      return value === undefined ? invalid(expected) : valid(value);
    },
  };
}

type TextOptionProps = Omit<ValueOptionProps<string>, "parse">;

/** An option that accepts any text except an empty one. */
export function text(props: TextOptionProps): CommandOption<string | undefined> {
  return parsed({ ...props, parse: (given) => (given === "" ? undefined : given) });
}

/** An option that accepts one of these words. */
export function choice<const Word extends string>(
  words: readonly Word[],
  props: Omit<TextOptionProps, "completes" | "expected">,
): CommandOption<Word | undefined> {
  const expected = words.length === 1 ? words.join("") : `one of ${words.join(", ")}`;
  const parse = (given: string) => words.find((word) => word === given);
  return parsed({ ...props, completes: words, expected, parse });
}

/** The same option with a default value. */
export function withDefault<Value>(
  option: CommandOption<Value | undefined>,
  fallback: Value & (string | number),
): CommandOption<Value> {
  return {
    ...option,
    fallback: String(fallback),
    read: (given) => {
      const reading = option.read(given);
      return reading.ok ? valid(reading.value ?? fallback) : reading;
    },
  };
}

/** The same option, which may be given several times. */
export function repeated<Value>(option: CommandOption<Value | undefined>): CommandOption<readonly Value[]> {
  return {
    ...option,
    repeatable: true,
    read: (given) => {
      const values: Value[] = [];
      for (const each of given) {
        const reading = option.read([each]);
        if (!reading.ok) return reading;
        if (reading.value !== undefined) values.push(reading.value);
      }
      return valid(values);
    },
  };
}
