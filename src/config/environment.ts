/** Variables of a process by name; a name that is not set has no value. Node's own type also lets them be changed. */
export type Environment = Readonly<Record<string, string | undefined>>;
