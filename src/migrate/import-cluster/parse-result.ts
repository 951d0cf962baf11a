/** A part of a state that a configuration cannot express, or expresses differently. It contains no value that may be secret. */
export interface StateFinding {
  /** Of a resource or a module, as Terraform writes it. */
  readonly address: string;
  readonly what: string;
  readonly fix: string;
}

export interface ParseResult<T> {
  readonly value: T;
  readonly findings: readonly StateFinding[];
}
