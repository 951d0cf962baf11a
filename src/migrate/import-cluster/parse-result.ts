/** A difference between the state and the configuration. It never contains a value that may be secret. */
export interface StateFinding {
  /** Terraform's address of the resource or the module. */
  readonly address: string;
  readonly what: string;
  readonly fix: string;
}

/** A part of the configuration, and the differences that were found while reading it. */
export interface ParseResult<T> {
  readonly value: T;
  readonly findings: readonly StateFinding[];
}
