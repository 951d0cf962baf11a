/** Anything that a Terraform variable of type `any` accepts; what we set ourselves has a narrower type. */
import type { IResolvable } from "cdktf";

export type HclValue =
  | string
  | number
  | boolean
  | null
  | IResolvable
  | readonly HclValue[]
  | { readonly [key: string]: HclValue | undefined };
