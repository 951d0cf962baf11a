/**
 * Invents the computed values that a real provider would read from the cluster. Names and ids derive from the
 * configuration, as they do in reality; every other value is empty or fixed. Known values never change.
 */
import { createHash, randomUUID } from "node:crypto";
import { parseAllDocuments, stringify } from "yaml";
import type { AttributeType, BlockSchema } from "../../../modules/provider-schema";
import { eksCalendar } from "../../facts/kubernetes/eks-calendar";
import { identityOf } from "./identity";
import { mapAttributes, type ValuePath } from "./protocol/schema-walk";
import { isList, isObject, textAt, Unknown, valueOf, type ObjectValue, type Value } from "./protocol/value";

/** The newest version in the calendar: the providers know neither the date nor the version of the cluster. */
const newest = eksCalendar.at(-1)?.kubernetes ?? "";
const [major = "", minor = ""] = newest.split(".");
const serverVersion = { version: `${newest}.0`, major, minor } as const;

/**
 * Fills in every computed attribute that has no value yet.
 * @param missing whether a value is to be filled in. @default it is unknown; a data source also has null
 */
export function fillComputed(
  type: string,
  block: BlockSchema,
  value: Value,
  missing: (value: Value) => boolean = (current) => current instanceof Unknown,
): Value {
  const valuesOfType = typeSpecificValues(type, isObject(value) ? value : {});
  return mapAttributes(block, value, (attribute, current, path) => {
    if (!attribute.computed || !missing(current)) return current;
    const specific = valuesOfType[path.join(".")];
    return specific === undefined ? placeholder(type, attribute.type, path) : specific;
  });
}

/** By path, joined with dots. */
type ComputedValues = Readonly<Record<string, Value>>;

function typeSpecificValues(type: string, object: ObjectValue): ComputedValues {
  const id = identityOf(type, object);
  switch (type) {
    case "helm_release":
      return {
        id: textAt(object, "name") ?? id,
        version: textAt(object, "version") ?? "0.0.0",
        status: "deployed",
        manifest: null,
        metadata: release(object),
      };
    case "kubectl_manifest":
      return manifest(textAt(object, "yaml_body") ?? "");
    case "tls_certificate":
      return {
        id: hash(textAt(object, "url") ?? ""),
        certificates: certificateChain(textAt(object, "url") ?? ""),
      };
    case "cloudinit_config":
      return { id: hash(JSON.stringify(object.part ?? null)).slice(0, 10), rendered: rendered(object) };
    case "kubernetes_server_version":
      return { id, ...serverVersion };
    case "time_sleep":
      return { id: new Date().toISOString().replace(/\.\d+Z$/, "Z") };
    default:
      // Two resources without a name need two ids.
      return type.startsWith("kubernetes_") ? kubernetes(type, id) : { id: randomUUID() };
  }
}

function kubernetes(type: string, id: string): ComputedValues {
  return {
    id,
    "metadata.0.uid": uid(`${type} ${id}`),
    "metadata.0.resource_version": "1",
    // Only an object with a specification has a generation above 0.
    "metadata.0.generation": type === "kubernetes_cron_job_v1" ? 1 : 0,
    "metadata.0.name": id.split("/").pop() ?? id,
    ...(type === "kubernetes_cron_job_v1" && podDefaults),
  };
}

const podOfCronJob = "spec.0.job_template.0.spec.0.template.0.spec.0";
/** Defaults that the API server sets. */
const podDefaults: ComputedValues = {
  [`${podOfCronJob}.scheduler_name`]: "default-scheduler",
  [`${podOfCronJob}.container.0.image_pull_policy`]: "IfNotPresent",
  [`${podOfCronJob}.container.0.termination_message_policy`]: "File",
};

function release(object: ObjectValue): Value {
  const version = textAt(object, "version") ?? "0.0.0";
  const texts = isList(object.values) ? object.values : [];
  const merged = texts.reduce<object>((all, text) => ({ ...all, ...yamlObject(text) }), {});
  return [
    {
      app_version: version,
      chart: textAt(object, "chart") ?? "",
      first_deployed: 0,
      last_deployed: 0,
      name: textAt(object, "name") ?? "",
      namespace: textAt(object, "namespace") ?? "default",
      notes: "",
      revision: 1,
      values: JSON.stringify(withSettings(merged, object.set)),
      version,
    },
  ];
}

/** Applies the `set` blocks: dots in a name separate levels, and `true` and `false` become booleans. */
function withSettings(values: object, set: Value | undefined): object {
  const settings = isList(set) ? set : [];
  return settings.reduce<object>((current, setting) => {
    const path = (textAt(setting, "name") ?? "").split(".");
    const text = textAt(setting, "value") ?? "";
    return within(current, path, /^(true|false)$/.test(text) ? text === "true" : text);
  }, values);
}

function within(values: object, [first = "", ...rest]: readonly string[], value: unknown): object {
  if (rest.length === 0) return { ...values, [first]: value };
  const inner: unknown = new Map<string, unknown>(Object.entries(values)).get(first);
  const into = typeof inner === "object" && inner !== null ? inner : {};
  return { ...values, [first]: within(into, rest, value) };
}

/** Later documents replace top-level keys of earlier ones. Helm merges deeply, but no plan depends on that. */
function yamlObject(text: Value): object {
  const parsed: unknown = typeof text === "string" ? parseAllDocuments(text)[0]?.toJS() : {};
  return typeof parsed === "object" && parsed !== null ? parsed : {};
}

function manifest(yaml: string): ComputedValues {
  const content = valueOf(yamlObject(yaml));
  const [apiVersion = "", kind = "", name = "", namespace = ""] = [
    textAt(content, "apiVersion"),
    textAt(content, "kind"),
    textAt(content, "metadata", "name"),
    textAt(content, "metadata", "namespace"),
  ];
  const own = uid(`${apiVersion} ${kind} ${namespace} ${name}`);
  const group = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const scope = namespace === "" ? "" : `/namespaces/${namespace}`;
  return {
    id: `${group}${scope}/${plural(kind.toLowerCase())}/${name}`,
    api_version: apiVersion,
    kind,
    name,
    namespace: namespace === "" ? null : namespace,
    uid: own,
    live_uid: own,
    yaml_body_parsed: parsedBody(yaml, kind === "Secret"),
    yaml_incluster: hash(yaml),
    live_manifest_incluster: hash(yaml),
  };
}

const plural = (kind: string) => `${kind}${kind.endsWith("s") ? "es" : "s"}`;

/** Keys are sorted, as Go writes YAML. The real provider masks the fields in `sensitive_fields`: by default a Secret's data. */
function parsedBody(yaml: string, isSecret: boolean): string {
  const masked = Object.entries(yamlObject(yaml)).map(([name, value]: [string, unknown]) => [
    name,
    isSecret && (name === "data" || name === "stringData") ? "(sensitive value)" : value,
  ]);
  return stringify(Object.fromEntries(masked), { sortMapEntries: true, indentSeq: false, lineWidth: 0 });
}

function certificateChain(url: string): Value {
  return [
    {
      cert_pem: "",
      is_ca: true,
      issuer: "CN=loopback",
      not_after: "2036-01-01T00:00:00Z",
      not_before: "2026-01-01T00:00:00Z",
      public_key_algorithm: "ECDSA",
      serial_number: "1",
      // Not the thumbprint of a real certificate: IAM accepts any 40 hexadecimal digits.
      sha1_fingerprint: createHash("sha1").update(url).digest("hex"),
      signature_algorithm: "ECDSA-SHA256",
      subject: "CN=loopback",
      version: 3,
    },
  ];
}

function rendered(object: ObjectValue): string {
  const parts = isList(object.part) ? object.part : [];
  return Buffer.from(parts.map((part) => textAt(part, "content") ?? "").join("\n")).toString("base64");
}

function placeholder(type: string, attribute: AttributeType, path: ValuePath): Value {
  if (typeof attribute !== "string") {
    const [collection] = attribute;
    if (["list", "set", "tuple"].includes(collection)) return [];
    return collection === "map" ? {} : null;
  }
  switch (attribute) {
    case "string":
      // The Kubernetes provider reads an absent text as an empty one.
      return type.startsWith("kubernetes_") ? "" : `${type}-${path.join("-")}`;
    case "number":
      return 0;
    case "bool":
      return false;
    default:
      return null;
  }
}

const hash = (text: string) => createHash("sha256").update(text).digest("hex");

/** The same text always gives the same id, in the form of a version 4 UUID. */
function uid(text: string): string {
  const hex = hash(text);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
