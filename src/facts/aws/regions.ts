/**
 * Regions with EKS, without isolated partitions, and without China, where the S3 endpoint of the jobs' cache and the
 * audience of the pods' IAM roles differ.
 * Source: botocore 1.43.11, data/endpoints.json, service `eks`; read 2026-11-24.
 */
import type { FactTable } from "../fact-table";

export const regionsTable = {
  name: "Regions with EKS",
  readOn: "2026-11-24",
  sources: ["boto/botocore@1.43.11:botocore/data/endpoints.json"],
  lookAt: "https://docs.aws.amazon.com/general/latest/gr/eks.html",
} as const satisfies FactTable;

export const regions: readonly string[] = [
  ..."af-south-1 ap-east-1 ap-east-2 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2".split(
    " ",
  ),
  ..."ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-6".split(" "),
  ..."ap-southeast-7 ca-central-1 ca-west-1 eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-south-2".split(
    " ",
  ),
  ..."eu-west-1 eu-west-2 eu-west-3 il-central-1 me-central-1 me-south-1 mx-central-1 sa-east-1".split(" "),
  ..."us-east-1 us-east-2 us-west-1 us-west-2".split(" "),
  ..."us-gov-east-1 us-gov-west-1 eusc-de-east-1".split(" "),
];

/**
 * Ids of zones in which EKS creates no control plane. Zone ids are the same in every account.
 * Source: EKS user guide, "Subnet requirements for clusters" (awsdocs/amazon-eks-user-guide
 * latest/ug/networking/network-reqs.adoc, read 2026-11-30).
 */
export const zonesWithoutEks: readonly string[] = ["use1-az3", "usw1-az2", "cac1-az3"];
