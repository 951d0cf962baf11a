/** Loopback servers that answer what moto does not: quotas by service, and the failures of STS. */
import { createServer, type RequestListener } from "node:http";
import type { AwsContext } from "../../src/clients/aws/aws-client";

export interface DoubleAnswer {
  readonly status?: number;
  readonly body: Readonly<Record<string, unknown>>;
}

export type Answers = Readonly<Record<string, (input: string) => DoubleAnswer>>;

/** A service of the JSON protocol. What `answers` lacks is refused, as to one who has no right to it. */
export function withAws<T>(answers: Answers, use: (aws: AwsContext) => Promise<T>): Promise<T> {
  const listener: RequestListener = (request, response) => {
    let input = "";
    request.on("data", (chunk: Buffer) => (input += chunk.toString()));
    request.on("end", () => {
      const operation = String(request.headers["x-amz-target"]).split(".").at(-1) ?? "";
      const { status = 200, body } = answers[operation]?.(input) ?? denied;
      response.writeHead(status, { "Content-Type": "application/x-amz-json-1.1" }).end(JSON.stringify(body));
    });
  };
  return withServer(listener, (endpoint) => use({ access: { region, endpoint, credentials: loopback } }));
}

interface StsProps {
  readonly arn: string;
  /** What it answers instead. */
  readonly error?: readonly [status: number, code: string, message: string];
  readonly credentials: AwsContext["access"]["credentials"];
}

export function withSts<T>(
  { arn, error, credentials }: StsProps,
  use: (aws: AwsContext) => Promise<T>,
): Promise<T> {
  const account = arn.split(":")[4] ?? "";
  const listener: RequestListener = (request, response) => {
    request.resume();
    request.on("end", () => {
      const [status, code, message] = error ?? [200, "", ""];
      const body =
        error === undefined
          ? `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>${arn}</Arn><Account>${account}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`
          : `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`;
      response.writeHead(status, { "Content-Type": "text/xml" }).end(body);
    });
  };
  return withServer(listener, (endpoint) => use({ access: { region, endpoint, credentials } }));
}

const region = "us-west-2";
const loopback = { accessKeyId: "loopback", secretAccessKey: "loopback" };
const denied: DoubleAnswer = { status: 400, body: { __type: "AccessDeniedException", message: "no" } };

async function withServer<T>(listener: RequestListener, use: (endpoint: string) => Promise<T>): Promise<T> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  try {
    if (address === null || typeof address === "string") throw new Error("the server has no port");
    return await use(`http://127.0.0.1:${address.port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}
