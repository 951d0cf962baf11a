/** Environment variables of a process by name. Unlike Node's own type, it is read-only. */
export type Environment = Readonly<Record<string, string | undefined>>;
