/** What the account's quotas are. Each is asked for once, however many checks compare something with it. */
import {
  GetAWSDefaultServiceQuotaCommand,
  GetServiceQuotaCommand,
  ServiceQuotasClient,
} from "@aws-sdk/client-service-quotas";
import {
  ask,
  clientSettings,
  isFailure,
  type Answer,
  type AwsQuestion,
  type Failure,
} from "../../clients/aws/aws-client";
import { quotas, type Quota, type QuotaName } from "../../facts/quotas";

export type QuotaLimits = (name: QuotaName) => Promise<Answer<number>>;

export function quotaLimits(aws: AwsQuestion | Failure): QuotaLimits {
  const asked = new Map<QuotaName, Promise<Answer<number>>>();
  return (name) => {
    const answer =
      asked.get(name) ??
      (isFailure(aws) ? Promise.resolve({ ok: false as const, failure: aws }) : readLimit(aws, quotas[name]));
    asked.set(name, answer);
    return answer;
  };
}

/** AWS reports some quotas that were never changed only by their default. */
async function readLimit(aws: AwsQuestion, { service, code }: Quota): Promise<Answer<number>> {
  const client = new ServiceQuotasClient(clientSettings(aws));
  const input = { ServiceCode: service, QuotaCode: code };
  const applied = await ask(aws, "servicequotas:GetServiceQuota", (options) =>
    client.send(new GetServiceQuotaCommand(input), options),
  );
  if (applied.ok) return valueOf(applied.value.Quota?.Value);
  if (applied.failure.trouble !== "missing") return applied;
  const standard = await ask(aws, "servicequotas:GetAWSDefaultServiceQuota", (options) =>
    client.send(new GetAWSDefaultServiceQuotaCommand(input), options),
  );
  return standard.ok ? valueOf(standard.value.Quota?.Value) : standard;
}

function valueOf(value: number | undefined): Answer<number> {
  return value === undefined
    ? { ok: false, failure: { trouble: "other", reason: "AWS reported no number", code: "" } }
    : { ok: true, value };
}
