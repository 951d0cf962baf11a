/**
 * A pinned Terraform module in a stack. `V` is the type of its variables, `O` the names of its outputs: a misspelt variable or
 * an unknown output does not compile. cdktf itself checks neither.
 */
import type { Construct } from "constructs";
import { TerraformModule, Token, type IResolvable, type ITerraformDependable } from "cdktf";
import type { ModulePin } from "../pins";

export interface TypedModuleOptions {
  /** @default only the resources that the variables reference */
  readonly dependsOn?: readonly ITerraformDependable[];
}

export abstract class TypedModule<V extends object, O extends string> extends TerraformModule {
  constructor(
    scope: Construct,
    id: string,
    pin: ModulePin,
    private readonly variables: V,
    { dependsOn }: TypedModuleOptions = {},
  ) {
    super(scope, id, {
      source: pin.source,
      version: pin.version,
      dependsOn: dependsOn && [...dependsOn],
    });
  }

  string(output: O): string {
    return Token.asString(this.interpolationForOutput(output));
  }

  list(output: O): string[] {
    return Token.asList(this.interpolationForOutput(output));
  }

  // The inherited methods accept only known outputs, too.
  override getString(output: O): string {
    return this.string(output);
  }

  override interpolationForOutput(output: O): IResolvable {
    return super.interpolationForOutput(output);
  }

  /** A Terraform expression over outputs, written with `module.<id>.<output>`. */
  protected expression(build: (output: (name: O) => string) => string): string {
    return `\${${build((name) => `module.${this.friendlyUniqueId}.${name}`)}}`;
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return Object.fromEntries(this.given());
  }

  protected override synthesizeHclAttributes(): Record<string, unknown> {
    return Object.fromEntries(this.given().map(([name, value]) => [name, { value, type: "any" }]));
  }

  private given(): [string, unknown][] {
    const entries: [string, unknown][] = Object.entries(this.variables);
    return entries.filter(([, value]) => value !== undefined);
  }
}
