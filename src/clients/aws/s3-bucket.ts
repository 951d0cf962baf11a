/** Whose an S3 bucket is, by its tags, and whether it holds objects. Reads only. */
import { partitionOf } from "../../facts/aws/partitions";
import { exchange } from "../system/exchange";
import type { AwsAccess } from "./aws-access";
import { s3Headers } from "./s3-request";

type Tags = Readonly<Record<string, string>>;

/** For the answer included. */
const timeoutMilliseconds = 20_000;

/** An error that S3 answered, with its code as the name: as those of the SDK. */
class S3Error extends Error {
  override readonly name: string;
  constructor(code: string, message: string) {
    super(message);
    this.name = code;
  }
}

/**
 * @returns undefined if no such bucket exists
 * @throws an error whose name is the code of S3: `AccessDenied` for a bucket of another account
 */
export async function bucketTags(access: AwsAccess, bucket: string): Promise<Tags | undefined> {
  const { ok, text, code } = await requestS3(access, bucket, "tagging");
  if (ok) return tagsIn(text);
  // The bucket exists and has no tags.
  if (code === "NoSuchTagSet") return {};
  throwUnlessMissing(code, text);
  return undefined;
}

/**
 * Whether the bucket has an object, an older version of one, or the mark of a deleted one: any of them holds the bucket.
 *
 * @returns undefined if no such bucket exists
 * @throws as `bucketTags`
 */
export async function bucketHasObjects(access: AwsAccess, bucket: string): Promise<boolean | undefined> {
  const { ok, text, code } = await requestS3(access, bucket, "versions&max-keys=1");
  if (ok) return /<(Version|DeleteMarker)>/.test(text);
  throwUnlessMissing(code, text);
  return undefined;
}

function throwUnlessMissing(code: string, text: string): void {
  if (code !== "NoSuchBucket") throw new S3Error(code, elementIn(text, "Message") ?? `S3 answered ${code}`);
}

/** @param query without its question mark */
async function requestS3(access: AwsAccess, bucket: string, query: string) {
  const { region, endpoint = `https://s3.${region}.${partitionOf(region).suffix}` } = access;
  const credentials =
    typeof access.credentials === "function" ? await access.credentials() : access.credentials;
  // The path holds the bucket, since a certificate covers no name with a dot in it.
  const url = new URL(`${endpoint}/${bucket}?${query}`);
  const headers = s3Headers({ url, region, credentials, now: new Date() });
  const env = access.requestHandler?.httpsAgent.env ?? {};
  const limits = { timeoutMilliseconds, maxBytes: 1024 * 1024 };
  const { status, text = "" } = await exchange(url, { env }, { method: "GET", headers, ...limits });
  const ok = status >= 200 && status < 300;
  return { ok, text, code: elementIn(text, "Code") ?? `Http${status}` };
}

function tagsIn(xml: string): Tags {
  const tags = [...xml.matchAll(/<Tag>([\s\S]*?)<\/Tag>/g)].map(([, tag = ""]) => tag);
  return Object.fromEntries(
    tags.map((tag) => [elementIn(tag, "Key") ?? "", elementIn(tag, "Value") ?? ""] as const),
  );
}

const entities: Readonly<Record<string, string>> = { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" };

function elementIn(xml: string, name: string): string | undefined {
  const text = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
  return text?.replace(/&(lt|gt|quot|apos|amp);/g, (whole, entity: string) => entities[entity] ?? whole);
}
