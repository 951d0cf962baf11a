/** Reads the quotas of the account. Requests each only once, for all checks that need it. */
import {
  GetAWSDefaultServiceQuotaCommand,
  GetServiceQuotaCommand,
  ServiceQuotasClient,
} from "@aws-sdk/client-service-quotas";
import {
  callAws,
  clientSettings,
  isAwsCallFailure,
  type AwsResult,
  type AwsContext,
  type AwsCallFailure,
} from "../../clients/aws/aws-client";
import { quotas, type Quota, type QuotaName } from "../../facts/aws/quotas";

/** Returns the account's limit of a quota. */
export type QuotaLimits = (name: QuotaName) => Promise<AwsResult<number>>;

/** Requests nothing yet. */
export function quotaLimits(aws: AwsContext | AwsCallFailure): QuotaLimits {
  const answers = new Map<QuotaName, Promise<AwsResult<number>>>();
  return (name) => {
    const answer =
      answers.get(name) ??
      (isAwsCallFailure(aws)
        ? Promise.resolve({ ok: false as const, failure: aws })
        : readLimit(aws, quotas[name]));
    answers.set(name, answer);
    return answer;
  };
}

/** AWS reports some quotas that were never changed only by their default. */
async function readLimit(aws: AwsContext, { service, code }: Quota): Promise<AwsResult<number>> {
  const client = new ServiceQuotasClient(clientSettings(aws));
  const input = { ServiceCode: service, QuotaCode: code };
  const applied = await callAws(aws, "servicequotas:GetServiceQuota", (options) =>
    client.send(new GetServiceQuotaCommand(input), options),
  );
  if (applied.ok) return valueOf(applied.value.Quota?.Value);
  if (applied.failure.trouble !== "missing") return applied;
  const standard = await callAws(aws, "servicequotas:GetAWSDefaultServiceQuota", (options) =>
    client.send(new GetAWSDefaultServiceQuotaCommand(input), options),
  );
  return standard.ok ? valueOf(standard.value.Quota?.Value) : standard;
}

function valueOf(value: number | undefined): AwsResult<number> {
  return value === undefined
    ? { ok: false, failure: { trouble: "other", reason: "AWS reported no number", code: "" } }
    : { ok: true, value };
}
