/**
 * Stands for AWS: it answers what was scripted, by operation, by target (`TrentService.ListAliases`) or by
 * method and path, and refuses everything else.
 */
import { createServer } from "node:http";
import { listen } from "../../src/emulator/loopback-server";

/** A body, or a status with one. */
type AwsAnswer = string | readonly [status: number, body: string];

export interface ScriptedAws {
  readonly url: string;
  readonly answers: Map<string, AwsAnswer>;
  /** What was asked of a JSON service, by target. */
  readonly asked: (target: string) => readonly unknown[];
  readonly stop: () => Promise<void>;
}

const refusal: AwsAnswer = [
  400,
  JSON.stringify({ __type: "AccessDeniedException", message: "not scripted" }),
];

export async function scriptedAws(): Promise<ScriptedAws> {
  const answers = new Map<string, AwsAnswer>();
  const calls: { readonly target: string; readonly body: string }[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      const target = request.headers["x-amz-target"];
      if (typeof target === "string") calls.push({ target, body });
      const operation = typeof target === "string" ? target : new URLSearchParams(body).get("Action");
      const answer = answers.get(operation ?? `${request.method ?? ""} ${request.url ?? ""}`) ?? refusal;
      const [status, text] = typeof answer === "string" ? [200, answer] : answer;
      const type = text.startsWith("<") ? "text/xml" : "application/json";
      response.writeHead(status, { "content-type": type }).end(text);
    });
  });
  const { url, stop } = await listen(server);
  const asked = (target: string) =>
    calls.filter((call) => call.target === target).map((call): unknown => JSON.parse(call.body));
  return { url, answers, asked, stop };
}

/** Of `DescribeSubnets`: every subnet is available. */
export const subnets = (...ids: readonly string[]) =>
  `<DescribeSubnetsResponse><subnetSet>${ids
    .map((id) => `<item><subnetId>${id}</subnetId><state>available</state></item>`)
    .join("")}</subnetSet></DescribeSubnetsResponse>`;

/** Of `GET /clusters/NAME`. */
export const cluster = (name: string) =>
  JSON.stringify({
    cluster: {
      ...{ arn: `arn:aws:eks:us-west-2:123456789012:cluster/${name}`, endpoint: "https://127.0.0.1:9" },
      ...{ certificateAuthority: { data: "Y2E=" }, status: "ACTIVE" },
    },
  });

export const noCluster: AwsAnswer = [
  404,
  JSON.stringify({ __type: "ResourceNotFoundException", message: "No cluster found" }),
];
