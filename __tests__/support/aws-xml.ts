/** Answers of the AWS services that speak XML, written as data with the element names of the services' own models. */
export type XmlContent =
  string | number | boolean | readonly XmlContent[] | { readonly [element: string]: XmlContent | undefined };

/** An answer of EC2, whose lists consist of `item`. */
export function ec2Answer(operation: string, content: XmlContent): string {
  return `<${operation}Response>${xmlOf(content, "item")}</${operation}Response>`;
}

/** An answer of IAM or of load balancing, whose lists consist of `member`. */
export function queryAnswer(operation: string, content: XmlContent): string {
  return `<${operation}Response><${operation}Result>${xmlOf(content, "member")}</${operation}Result></${operation}Response>`;
}

/** An error of a query service; that of EC2 has another frame. */
export function queryError(code: string, status = 400): readonly [number, string] {
  return [status, `<ErrorResponse><Error><Code>${code}</Code><Message>no</Message></Error></ErrorResponse>`];
}

export function ec2Error(code: string, status = 400): readonly [number, string] {
  return [
    status,
    `<Response><Errors><Error><Code>${code}</Code><Message>no</Message></Error></Errors></Response>`,
  ];
}

/** Tags as EC2 lists them. */
export const tagSet = (tags: Readonly<Record<string, string>>) =>
  Object.entries(tags).map(([key, value]) => ({ key, value }));

/** Tags as IAM and load balancing list them. */
export const tagMembers = (tags: Readonly<Record<string, string>>) =>
  Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

function xmlOf(content: XmlContent, item: string): string {
  if (isList(content)) return content.map((each) => `<${item}>${xmlOf(each, item)}</${item}>`).join("");
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
