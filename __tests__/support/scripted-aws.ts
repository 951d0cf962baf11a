/**
 * A fake AWS endpoint on loopback. A test scripts its responses by operation, by target (`TrentService.ListAliases`) or by
 * method and path. It refuses every other request.
 */
import { createServer } from "node:http";
import * as z from "zod";
import { parseJson } from "../../src/clients/system/json";
import { listen } from "../../src/emulator/loopback-server";

/** A body with status 200, or a status and a body. */
type AwsAnswer = string | readonly [status: number, body: string];

/** The parameters of a request: names such as `Filter.1.Name` for query services, the JSON body for other services. */
type AwsInput = Readonly<Record<string, unknown>>;

/** A running endpoint. */
export interface ScriptedAws {
  readonly url: string;
  /** The scripted responses. A function calculates the response from the parameters of the request. */
  readonly answers: Map<string, AwsAnswer | ((input: AwsInput) => AwsAnswer)>;
  /** Returns the parameters of all requests of this operation or target, in order. */
  readonly asked: (operation: string) => readonly AwsInput[];
  readonly stop: () => Promise<void>;
}

const refusal: AwsAnswer = [
  400,
  JSON.stringify({ __type: "AccessDeniedException", message: "not scripted" }),
];
const error = "<Error><Code>AccessDenied</Code><Message>not scripted</Message></Error>";
/** Contains the error code in both forms: EC2 and the other query services expect it in different elements. */
const queryRefusal: AwsAnswer = [403, `<ErrorResponse>${error}<Errors>${error}</Errors></ErrorResponse>`];

const inputSchema = z.record(z.string(), z.unknown());

/** Starts an endpoint without scripted responses. */
export async function scriptedAws(): Promise<ScriptedAws> {
  const answers: ScriptedAws["answers"] = new Map();
  const calls: { readonly operation: string; readonly input: AwsInput }[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      const target = request.headers["x-amz-target"];
      const query = new URLSearchParams(body);
      const action = typeof target === "string" ? target : query.get("Action");
      const operation = action ?? `${request.method ?? ""} ${request.url ?? ""}`;
      const isQuery = typeof target !== "string" && action !== null;
      const input = isQuery ? Object.fromEntries(query) : (inputSchema.safeParse(parseJson(body)).data ?? {});
      calls.push({ operation, input });
      const scripted = answers.get(operation) ?? (isQuery ? queryRefusal : refusal);
      const answer = typeof scripted === "function" ? scripted(input) : scripted;
      const [status, text] = typeof answer === "string" ? [200, answer] : answer;
      const type = text.startsWith("<") ? "text/xml" : "application/json";
      response.writeHead(status, { "content-type": type }).end(text);
    });
  });
  const { url, stop } = await listen(server);
  const asked = (operation: string) =>
    calls.filter((call) => call.operation === operation).map(({ input }) => input);
  return { url, answers, asked, stop };
}

/** A response of `DescribeSubnets`, in which every subnet is available. */
export const subnets = (...ids: readonly string[]) =>
  `<DescribeSubnetsResponse><subnetSet>${ids
    .map((id) => `<item><subnetId>${id}</subnetId><state>available</state></item>`)
    .join("")}</subnetSet></DescribeSubnetsResponse>`;

/** A response of `GET /clusters/NAME`, in which the cluster is active. */
export const cluster = (name: string) =>
  JSON.stringify({
    cluster: {
      ...{ arn: `arn:aws:eks:us-west-2:123456789012:cluster/${name}`, endpoint: "https://127.0.0.1:9" },
      ...{ certificateAuthority: { data: "Y2E=" }, status: "ACTIVE" },
    },
  });

/** The response of `GET /clusters/NAME` for a cluster that does not exist. */
export const noCluster: AwsAnswer = [
  404,
  JSON.stringify({ __type: "ResourceNotFoundException", message: "No cluster found" }),
];
