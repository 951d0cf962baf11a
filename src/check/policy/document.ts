/** The parts of an IAM policy document that the deployer's policies have. */
import { areas, type Area } from "./actions";

/** One statement, with IAM's own keys. */
export interface Statement {
  readonly Sid: string;
  readonly Effect: "Allow";
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  /** Operator to key to values. */
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** One policy. */
export interface PolicyDocument {
  readonly Version: "2012-10-17";
  readonly Statement: readonly Statement[];
}

/** The condition of a statement. */
export type Condition = NonNullable<Statement["Condition"]>;

/**
 * Allows actions on resources.
 *
 * @param Sid letters and digits
 * @param actions areas, and single actions such as `ec2:DeleteVpc`
 */
export function allow(
  Sid: string,
  actions: readonly (Area | Action)[],
  Resource: readonly string[],
  Condition?: Condition,
): Statement {
  return {
    ...{ Sid, Effect: "Allow", Action: [...new Set(actions.flatMap(actionsOf))].sort(), Resource },
    ...(Condition !== undefined && { Condition }),
  };
}

/** An action of IAM, such as `ec2:DeleteVpc`. */
export type Action = `${string}:${string}`;

function actionsOf(name: Area | Action): readonly string[] {
  if (!isArea(name)) return [name];
  return [areas[name]].flat().flatMap(({ seen, implied, unseen }) => [...seen, ...implied, ...unseen]);
}

function isArea(name: string): name is Area {
  return name in areas;
}
