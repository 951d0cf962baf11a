/**
 * Values as Terraform hands them to a provider: MessagePack, with an extension for what is not known yet. Its bytes
 * are kept, because Terraform refines them with what it knows already. Source: "Object Wire Format" of the plugin
 * protocol.
 */
import { decode, encode, ExtData } from "@msgpack/msgpack";

/** A value that is known only after apply. */
export class Unknown {
  constructor(readonly wire: ExtData) {}
}

export const unknown = new Unknown(new ExtData(0, new Uint8Array(1)));

export type Value =
  | null
  | boolean
  | number
  | string
  | Uint8Array
  | Unknown
  | readonly Value[]
  | { readonly [name: string]: Value };
export type ObjectValue = Readonly<Record<string, Value>>;

export function isObject(value: Value | undefined): value is ObjectValue {
  return (
    typeof value === "object" &&
    value !== null &&
    !isList(value) &&
    !(value instanceof Unknown) &&
    !(value instanceof Uint8Array)
  );
}

export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

export function decodeValue(bytes: Uint8Array): Value {
  return valueOf(decode(bytes));
}

export function encodeValue(value: Value): Uint8Array {
  return encode(wireOf(value));
}

/** Also of parsed JSON. What JSON does not have comes from MessagePack only. */
export function valueOf(plain: unknown): Value {
  if (plain === null || plain === undefined) return null;
  if (typeof plain === "boolean" || typeof plain === "number" || typeof plain === "string") return plain;
  if (typeof plain === "bigint") return Number(plain);
  if (typeof plain !== "object") throw new Error(`${typeof plain} is no value of Terraform's`);
  if (plain instanceof Uint8Array) return plain;
  if (plain instanceof ExtData) return new Unknown(plain);
  if (Array.isArray(plain)) return plain.map(valueOf);
  return Object.fromEntries(Object.entries(plain).map(([name, inner]) => [name, valueOf(inner)]));
}

function wireOf(value: Value): unknown {
  if (value instanceof Unknown) return value.wire;
  if (isList(value)) return value.map(wireOf);
  if (isObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, wireOf(inner)]));
  }
  return value;
}

/** The text at a path; undefined if there is none, or it is not known. */
export function textAt(value: Value | undefined, ...path: readonly (string | number)[]): string | undefined {
  let current = value;
  for (const step of path) {
    if (typeof step === "number") current = isList(current) ? current[step] : undefined;
    else current = isObject(current) ? current[step] : undefined;
  }
  return typeof current === "string" ? current : undefined;
}
