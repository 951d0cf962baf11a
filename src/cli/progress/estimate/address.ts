/** The type in the address of a resource, whose indexes may contain any text: `aws_vpc` in
 * `module.vpc["a.b"].aws_vpc.this[0]`. Undefined for text that is not such an address. */
export function resourceType(address: string): string | undefined {
  const names = address.replace(/\["(?:[^"\\]|\\.)*"\]|\[\d+\]/g, "").split(".");
  let next = 0;
  while (names[next] === "module") next += 2;
  if (names[next] === "data") next += 1;
  const type = names[next];
  return type !== undefined && names.length === next + 2 && /^[a-z]\w*$/.test(type) ? type : undefined;
}
