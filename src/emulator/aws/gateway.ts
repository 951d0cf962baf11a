/**
 * The HTTP server that Terraform calls instead of AWS. For each request, in this order:
 *
 * 1. It refuses a request without a signature, and one that other credentials than the emulator's signed.
 * 2. It returns an injected fault, if one is waiting for this operation.
 * 3. The service's handler answers, if there is one and it wants to.
 * 4. Otherwise moto answers. Every call is recorded by name.
 */
import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { messageOf } from "../../clients/system/error-message";
import type { Identities } from "../identities";
import { listen, type LoopbackServer } from "../loopback-server";
import { patchFor } from "./moto-patches";
import { failureOf, type AwsFaults } from "./faults";
import { AwsError, errorResponse, protocolOf, type AwsResponse } from "./protocol";
import {
  namesOperationInBody,
  readRequest,
  readSignature,
  type AwsRequest,
  type RequestHead,
} from "./request";
import { forwardToMoto, readAll } from "./moto-proxy";

/** One answered call, without body and credentials. */
export interface AwsCall {
  readonly service: string;
  readonly region: string;
  readonly operation: string;
  readonly status: number;
}

/** Answers a request, or leaves it to moto by returning undefined. */
export type AwsHandler = (request: AwsRequest) => AwsResponse | undefined | Promise<AwsResponse | undefined>;

export interface GatewayProps {
  /** Base address of moto. */
  readonly motoUrl: string;
  /** By service, as in a signature. */
  readonly handlers: Readonly<Record<string, AwsHandler>>;
  readonly faults: AwsFaults;
  readonly onCall: (call: AwsCall) => void;
  /** Called after the operation took effect and before its response is sent. */
  readonly onCarriedOut: (call: Pick<AwsCall, "service" | "operation">) => void;
  /** The identities whose requests are accepted. */
  readonly identities: Identities;
  /** Signs the emulator's own calls: they get no fault and are not recorded. */
  readonly observerKeyId: string;
}

export function startGateway(props: GatewayProps): Promise<LoopbackServer> {
  return listen(
    createServer((incoming, response) => {
      serve(props, incoming, response).catch((error: unknown) => {
        const message = messageOf(error);
        if (response.headersSent) response.destroy();
        else send(response, errorResponse("rest-json", new AwsError(500, "InternalFailure", message)));
      });
    }),
  );
}

async function serve(
  props: GatewayProps,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method = "GET", url = "/", headers } = incoming;
  const head: RequestHead = { method, url, headers };
  const signature = readSignature(head);
  if (signature === undefined || url.startsWith("/moto-api")) {
    send(response, errorResponse(protocolOf("", {}), unsigned));
    return;
  }
  const isObserver = signature.accessKeyId === props.observerKeyId;
  const known = isObserver || props.identities.of(signature.accessKeyId) !== undefined;
  const needsBody = namesOperationInBody(head) || (known && Object.hasOwn(props.handlers, signature.service));
  const body = needsBody ? await readAll(incoming) : undefined;
  const request = readRequest(head, signature, body?.toString() ?? "");
  const { service, region, operation } = request;
  let status = 500;
  try {
    const answer = known ? await answerLocally(props, request, isObserver) : refuseCredentials(request);
    const onCarriedOut = () => {
      if (!isObserver) props.onCarriedOut({ service, operation });
    };
    if (answer === undefined) {
      const patch = patchFor(request, props.identities);
      status = await forwardToMoto(props.motoUrl, { incoming, response, body, onCarriedOut, patch });
    } else {
      status = answer.status;
      onCarriedOut();
      send(response, answer);
    }
  } finally {
    if (!isObserver) props.onCall({ service, region, operation, status });
  }
}

async function answerLocally(
  { faults, handlers }: GatewayProps,
  request: AwsRequest,
  isObserver: boolean,
): Promise<AwsResponse | undefined> {
  try {
    const fault = isObserver ? undefined : faults.next(request);
    if (fault?.kind === "delay") await sleep(fault.seconds * 1000);
    else if (fault !== undefined) throw failureOf(fault.kind, request);
    return await (Object.hasOwn(handlers, request.service)
      ? handlers[request.service]?.(request)
      : undefined);
  } catch (error) {
    if (error instanceof AwsError) return errorResponse(request.protocol, error);
    throw error;
  }
}

const unsigned = new AwsError(
  403,
  "MissingAuthenticationTokenException",
  "The emulated AWS accepts only requests that its own dummy credentials signed. Nothing was done.",
);

function refuseCredentials({ protocol }: AwsRequest): AwsResponse {
  return errorResponse(
    protocol,
    new AwsError(
      403,
      "AccessDenied",
      "The emulated AWS got credentials of a real account and accepts only its own dummy credentials. Nothing was done: check the AWS variables in the environment of this command.",
    ),
  );
}

function send(response: ServerResponse, { status, headers, body }: AwsResponse): void {
  const always = { "Content-Length": Buffer.byteLength(body), "x-amzn-RequestId": randomUUID() };
  response.writeHead(status, { ...headers, ...always }).end(body);
}
