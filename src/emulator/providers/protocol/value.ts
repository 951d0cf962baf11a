/**
 * Values as Terraform passes them to a provider: MessagePack, with an extension for unknown values. Its bytes are kept,
 * because Terraform adds refinements to them. Source: "Object Wire Format" of the plugin protocol.
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

/**
 * Converts decoded MessagePack or parsed JSON.
 * @throws for a type that neither has, such as a function
 */
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

/** The value at a path of names and list positions; undefined if there is none. */
export function valueAt(value: Value | undefined, path: readonly (string | number)[]): Value | undefined {
  return path.reduce<Value | undefined>((current, key) => {
    if (typeof key === "number") return isList(current) ? current[key] : undefined;
    return isObject(current) ? current[key] : undefined;
  }, value);
}

/** The text at a path; undefined if the value is absent, unknown or not a text. */
export function textAt(value: Value | undefined, ...path: readonly (string | number)[]): string | undefined {
  const found = valueAt(value, path);
  return typeof found === "string" ? found : undefined;
}
