/** Reads untyped values. Each function returns undefined for a missing value, a value of another type, or a default. */
import { isMapping } from "../../config/paths";

/** Undefined if all properties are undefined. */
export function unlessEmpty<T extends object>(value: T): T | undefined {
  return Object.values(value).every((item) => item === undefined) ? undefined : value;
}

export function unlessDefault<T>(value: T, byDefault: T): T | undefined {
  return value === byDefault ? undefined : value;
}

export function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

export function wholeOf(value: unknown): number | undefined {
  const number = typeof value === "string" && /^\d{1,9}$/.test(value) ? Number(value) : value;
  return typeof number === "number" && Number.isInteger(number) ? number : undefined;
}

export function flagOf(value: unknown): boolean | undefined {
  return typeof value === "boolean" ? value : undefined;
}

export function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

/** Reads `500m`, `"2"` and `2` as vCPU. */
export function vcpuOf(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  const [, digits, milli] = /^(\d+(?:\.\d+)?)(m?)$/.exec(typeof value === "string" ? value : "") ?? [];
  return digits === undefined ? undefined : Number(digits) / (milli === "m" ? 1000 : 1);
}

export function mappingOf(value: unknown): Readonly<Record<string, unknown>> {
  return isMapping(value) ? value : {};
}
