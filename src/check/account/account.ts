/** Compares the account with what the configuration needs: zones, subnets, quotas, free names, and room for the jobs. */
import type { Config } from "../../config";
import {
  isAwsCallFailure,
  type AwsResult,
  type AwsContext,
  type AwsCallFailure,
} from "../../clients/aws/aws-client";
import type { Caller } from "./credentials";
import type { Finding } from "../finding";
import { cacheBucketFindings } from "./cache-buckets";
import { nameFindings } from "./names";
import type { Deployed } from "../options";
import { fleetFindings } from "../fleet";
import { quotaLimits } from "./quota-limits";
import { quotaFindings } from "./quotas";
import { serviceRoleFindings } from "./service-roles";
import { existingNetworkFindings } from "./existing-network";
import { regionZones, zoneFindings, type Zone } from "./zones";

interface AccountQuestion {
  readonly config: Config;
  /** A failure is the reason why no call to AWS can succeed. */
  readonly aws: AwsContext | AwsCallFailure;
  readonly caller: Caller | AwsCallFailure;
  readonly deployed: Deployed;
  readonly network: Deployed;
  readonly jobs?: number;
}

/** All findings about the account. */
export async function account(question: AccountQuestion): Promise<readonly Finding[]> {
  const { config, aws, deployed, network, jobs } = question;
  const limits = quotaLimits(aws);
  const zones: AwsResult<readonly Zone[]> = isAwsCallFailure(aws)
    ? { ok: false, failure: aws }
    : await regionZones(aws);
  const found = await Promise.all([
    existingNetworkFindings(config, aws, deployed),
    serviceRoleFindings(config, aws),
    quotaFindings({ config, aws, deployed, network, zones, limits }),
    fleetFindings(config, { limits, ...(jobs !== undefined && { jobs }) }),
    nameFindings(question),
    cacheBucketFindings(config, aws, deployed),
  ]);
  return [zoneFindings(config, zones), ...found].flat();
}
