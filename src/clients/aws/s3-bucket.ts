/** Reads the tags of an S3 bucket, which show its owner, and whether it contains objects. */
import { partitionOf } from "../../facts/aws/partitions";
import { exchange } from "../system/exchange";
import type { AwsAccess } from "./aws-access";
import { s3Headers } from "./s3-request";

type Tags = Readonly<Record<string, string>>;

/** For one request, including its answer. */
const timeoutMilliseconds = 20_000;

/** An error of S3. As in the SDK, its name is the code. */
class S3Error extends Error {
  override readonly name: string;
  constructor(code: string, message: string) {
    super(message);
    this.name = code;
  }
}

/**
 * @returns undefined if no such bucket exists
 * @throws an error named after S3's code, such as `AccessDenied` for a bucket of another account
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
 * Whether the bucket contains an object, an old version or a delete marker. AWS deletes only a bucket without any of them.
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
  // The bucket is in the path, since the certificate does not cover bucket names with dots.
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
