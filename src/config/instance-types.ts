/** What an instance type's name says. */

/** AWS names Graviton families with a `g` behind the generation: m7g, c6gd, t4g. */
export function isArm(instanceType: string): boolean {
  return /^[a-z]+\d+g/.test(instanceType);
}
