/** The values that a Terraform variable of type `any` accepts. Variables that glrunner sets have narrower types. */
import type { IResolvable } from "cdktf";

export type HclValue =
  | string
  | number
  | boolean
  | null
  | IResolvable
  | readonly HclValue[]
  | { readonly [key: string]: HclValue | undefined };
