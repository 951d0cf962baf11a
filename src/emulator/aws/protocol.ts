/**
 * The formats of AWS responses, above all of errors. Each protocol has its own error format, and an SDK that gets another
 * format prints nonsense instead of the error.
 */
import { randomUUID } from "node:crypto";

/** The protocols of the AWS APIs, by their names in the service models. */
export type Protocol = "ec2" | "query" | "s3" | "json" | "rest-json";

/** The account of every emulated resource; moto uses the same. */
export const accountId = "123456789012";

export interface AwsResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An error response, with the code that an SDK prints as `api error CODE: MESSAGE`. */
export class AwsError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    /** Fields that some services add to the message. */
    readonly details: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }
}

export function protocolOf(service: string, headers: { target?: string; contentType?: string }): Protocol {
  if (service === "ec2" || service === "s3") return service;
  if (headers.target !== undefined) return "json";
  const form = headers.contentType?.startsWith("application/x-www-form-urlencoded") === true;
  return form || service === "iam" || service === "sts" ? "query" : "rest-json";
}

export function jsonResponse(value: unknown): AwsResponse {
  return { status: 200, headers: { "Content-Type": "application/json" }, body: JSON.stringify(value) };
}

export function errorResponse(protocol: Protocol, error: AwsError): AwsResponse {
  const { status, code, message, details } = error;
  const requestId = randomUUID();
  switch (protocol) {
    case "ec2":
      return xml(
        status,
        `<Response><Errors>${fault(code, message)}</Errors><RequestID>${requestId}</RequestID></Response>`,
      );
    case "query": {
      const type = status < 500 ? "Sender" : "Receiver";
      const inner = fault(code, message, `<Type>${type}</Type>`);
      return xml(status, `<ErrorResponse>${inner}<RequestId>${requestId}</RequestId></ErrorResponse>`);
    }
    case "s3":
      return xml(status, fault(code, message, "", `<RequestId>${requestId}</RequestId>`));
    case "json":
      return json(status, "application/x-amz-json-1.1", code, { __type: code, message });
    case "rest-json":
      return json(status, "application/json", code, { ...details, message });
  }
}

function fault(code: string, message: string, before = "", after = ""): string {
  return `<Error>${before}<Code>${escapeXml(code)}</Code><Message>${escapeXml(message)}</Message>${after}</Error>`;
}

function xml(status: number, body: string): AwsResponse {
  return {
    status,
    headers: { "Content-Type": "text/xml" },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n${body}`,
  };
}

function json(
  status: number,
  type: string,
  code: string,
  body: Readonly<Record<string, string>>,
): AwsResponse {
  return {
    status,
    headers: { "Content-Type": type, "x-amzn-ErrorType": code },
    body: JSON.stringify(body),
  };
}

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
