/** What a state holds and a configuration cannot say, or says otherwise. No value of the state is in it that may be secret. */
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
