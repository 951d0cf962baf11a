/**
 * The HTTP server that Terraform takes for AWS. It refuses whatever real credentials signed, fails what a test wants
 * to fail, answers what it has handlers for, and passes the rest on to moto. Every call is remembered by name.
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

/** One call that was answered; neither body nor credentials. */
export interface AwsCall {
  readonly service: string;
  readonly region: string;
  readonly operation: string;
  readonly status: number;
}

/** Undefined: not mine, moto shall answer. */
export type AwsHandler = (request: AwsRequest) => AwsResponse | undefined | Promise<AwsResponse | undefined>;

export interface GatewayProps {
  /** Base address of moto. */
  readonly motoUrl: string;
  /** By service, as in a signature. */
  readonly handlers: Readonly<Record<string, AwsHandler>>;
  readonly faults: AwsFaults;
  readonly onCall: (call: AwsCall) => void;
  /** It was carried out, and the answer is not sent yet. */
  readonly onCarriedOut: (call: Pick<AwsCall, "service" | "operation">) => void;
  /** Whose keys are answered. */
  readonly identities: Identities;
  /** Signs the emulator's own questions: they meet no fault and are not remembered. */
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
  const held = namesOperationInBody(head) || (known && Object.hasOwn(props.handlers, signature.service));
  const body = held ? await readAll(incoming) : undefined;
  const request = readRequest(head, signature, body?.toString() ?? "");
  const { service, region, operation } = request;
  let status = 500;
  try {
    const answer = known ? await answerLocally(props, request, isObserver) : refuseCredentials(request);
    if (answer === undefined) {
      const answered = () => {
        if (!isObserver) props.onCarriedOut({ service, operation });
      };
      status = await forwardToMoto(props.motoUrl, {
        ...{ incoming, response, body, answered },
        patch: patchFor(request, props.identities),
      });
    } else {
      status = answer.status;
      if (!isObserver) props.onCarriedOut({ service, operation });
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
    const fault = isObserver ? undefined : faults.meet(request);
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
  "The emulated AWS answers only what its own dummy credentials signed. Nothing was done.",
);

function refuseCredentials({ protocol }: AwsRequest): AwsResponse {
  return errorResponse(
    protocol,
    new AwsError(
      403,
      "AccessDenied",
      "Credentials of a real account were offered to the emulated AWS, which takes its own dummy credentials only. Nothing was done: look into the environment of this command.",
    ),
  );
}

function send(response: ServerResponse, { status, headers, body }: AwsResponse): void {
  const always = { "Content-Length": Buffer.byteLength(body), "x-amzn-RequestId": randomUUID() };
  response.writeHead(status, { ...headers, ...always }).end(body);
}
