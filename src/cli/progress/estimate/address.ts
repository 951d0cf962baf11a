/** Reads a resource's address in Terraform's own notation; any text may stand in an index. */

/** `aws_vpc` of `module.vpc["a.b"].aws_vpc.this[0]`; undefined when this is no address of a resource. */
export function resourceType(address: string): string | undefined {
  const names = address.replace(/\["(?:[^"\\]|\\.)*"\]|\[\d+\]/g, "").split(".");
  let next = 0;
  while (names[next] === "module") next += 2;
  if (names[next] === "data") next += 1;
  const type = names[next];
  return type !== undefined && names.length === next + 2 && /^[a-z]\w*$/.test(type) ? type : undefined;
}
