/** The form of an IAM policy, as far as policies of ours have it. */
import { areas, type Area } from "./actions";

export interface Statement {
  readonly Sid: string;
  readonly Effect: "Allow";
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  /** Operator to key to values. */
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

export interface PolicyDocument {
  readonly Version: "2012-10-17";
  readonly Statement: readonly Statement[];
}

export type Condition = NonNullable<Statement["Condition"]>;

/** @param Sid letters and digits */
export function allow(
  Sid: string,
  names: readonly Area[],
  Resource: readonly string[],
  Condition?: Condition,
): Statement {
  return {
    ...{ Sid, Effect: "Allow", Action: actionsOf(names), Resource },
    ...(Condition !== undefined && { Condition }),
  };
}

function actionsOf(names: readonly Area[]): readonly string[] {
  const found = names.flatMap((name) => areas[name]);
  return [...new Set(found.flatMap(({ seen, implied, unseen }) => [...seen, ...implied, ...unseen]))].sort();
}
