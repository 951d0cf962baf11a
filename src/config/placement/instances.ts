/** vCPU, memory and on-demand price of instance types, for families whose price is recorded. */
import { vcpuOf } from "../../facts/kubernetes/nodes";
import { instancePrices, namedInstancePrices, pricedIn, type FamilyPrice } from "../../facts/aws/prices";

/** vCPU of a family's size `large`, for which the table has the price. */
const largeVcpu = 2;

/** An instance type with its on-demand price. */
export interface Instance {
  readonly vcpu: number;
  readonly memoryMiB: number;
  readonly usdPerHour: number;
}

/** The instance of a family with this number of vCPU. Memory and price grow with the vCPU. */
export function ofFamily({ usdPerHour, gibPerVcpu }: FamilyPrice, vcpu: number): Instance {
  return { vcpu, memoryMiB: vcpu * gibPerVcpu * 1024, usdPerHour: (usdPerHour * vcpu) / largeVcpu };
}

const perVcpu = Object.entries(instancePrices.families).map(([name, { gibPerVcpu }]) => ({
  name,
  gibPerVcpu,
}));

/** GiB for each vCPU in the families of a category, such as `c`; for an unknown category the smallest known value. */
export function gibPerVcpuOf(category: string): readonly number[] {
  const families = perVcpu.filter(({ name }) => name.replace(/\d.*$/, "") === category);
  const all = (families.length === 0 ? perVcpu : families).map(({ gibPerVcpu }) => gibPerVcpu);
  return families.length === 0 ? [Math.min(...all)] : [...new Set(all)];
}

const nameOf = (type: string) => type.split(".")[0] ?? "";

function familyOf(type: string): FamilyPrice | undefined {
  const name = nameOf(type);
  return Object.hasOwn(instancePrices.families, name) ? instancePrices.families[name] : undefined;
}

function familyIn(type: string, region: string): FamilyPrice | undefined {
  const family = familyOf(type);
  if (family === undefined || pricedIn(instancePrices, region)) return family;
  const usdPerHour = namedInstancePrices.regions[region]?.[nameOf(type)];
  return usdPerHour === undefined ? undefined : { ...family, usdPerHour };
}

/** vCPU and memory, which are the same in every Region; undefined if the family or the size is unknown. */
export function shapeOf(type: string): Pick<Instance, "vcpu" | "memoryMiB"> | undefined {
  const family = familyOf(type);
  const vcpu = vcpuOf(type);
  return family === undefined || vcpu === undefined ? undefined : ofFamily(family, vcpu);
}

/** Undefined if there is no recorded price for the Region, the family or the size. */
export function instanceOf(type: string, region: string): Instance | undefined {
  const family = familyIn(type, region);
  const vcpu = vcpuOf(type);
  return family === undefined || vcpu === undefined ? undefined : ofFamily(family, vcpu);
}
