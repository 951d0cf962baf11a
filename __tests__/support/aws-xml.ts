/** Builds XML responses of AWS services from data that uses the element names of the service models. */
export type XmlContent =
  string | number | boolean | readonly XmlContent[] | { readonly [element: string]: XmlContent | undefined };

/** Returns a response of EC2, which wraps list entries in `item`. */
export function ec2Answer(operation: string, content: XmlContent): string {
  return `<${operation}Response>${xmlOf(content, "item")}</${operation}Response>`;
}

/** Returns a response of IAM or Elastic Load Balancing, which wrap list entries in `member`. */
export function queryAnswer(operation: string, content: XmlContent): string {
  return `<${operation}Response><${operation}Result>${xmlOf(content, "member")}</${operation}Result></${operation}Response>`;
}

/** Returns an error response of a query service other than EC2. */
export function queryError(code: string, status = 400): readonly [number, string] {
  return [status, `<ErrorResponse><Error><Code>${code}</Code><Message>no</Message></Error></ErrorResponse>`];
}

/** Returns an error response of EC2, whose root element differs from that of the other query services. */
export function ec2Error(code: string, status = 400): readonly [number, string] {
  return [
    status,
    `<Response><Errors><Error><Code>${code}</Code><Message>no</Message></Error></Errors></Response>`,
  ];
}

/** Returns tags in the form of EC2 responses. */
export const tagSet = (tags: Readonly<Record<string, string>>) =>
  Object.entries(tags).map(([key, value]) => ({ key, value }));

/** Returns tags in the form of IAM and Elastic Load Balancing responses. */
export const tagMembers = (tags: Readonly<Record<string, string>>) =>
  Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

function xmlOf(content: XmlContent, item: string): string {
  if (isList(content)) return content.map((entry) => `<${item}>${xmlOf(entry, item)}</${item}>`).join("");
  if (typeof content !== "object") {
    return String(content).replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  }
  return Object.entries(content)
    .map(([name, value]) => (value === undefined ? "" : `<${name}>${xmlOf(value, item)}</${name}>`))
    .join("");
}

function isList(content: XmlContent): content is readonly XmlContent[] {
  return Array.isArray(content);
}
