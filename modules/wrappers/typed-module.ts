/**
 * A pinned Terraform module in a stack, typed both ways: `V` are its variables, `O` the names of its outputs, so a
 * misspelt variable or an unknown output does not compile. cdktf itself checks neither.
 */
import type { Construct } from "constructs";
import {
  TerraformModule,
  Token,
  type IResolvable,
  type ITerraformDependable,
  type TerraformModuleProvider,
  type TerraformProvider,
} from "cdktf";
import type { ModulePin } from "../pins";

export interface TypedModuleOptions {
  /** @default the stack's default configuration of each provider */
  readonly providers?: readonly (TerraformProvider | TerraformModuleProvider)[];
  /** @default only what the variables refer to */
  readonly dependsOn?: readonly ITerraformDependable[];
}

export abstract class TypedModule<V extends object, O extends string> extends TerraformModule {
  constructor(
    scope: Construct,
    id: string,
    pin: ModulePin,
    private readonly variables: V,
    { providers, dependsOn }: TypedModuleOptions = {},
  ) {
    super(scope, id, {
      source: pin.source,
      version: pin.version,
      providers: providers && [...providers],
      dependsOn: dependsOn && [...dependsOn],
    });
  }

  string(output: O): string {
    return Token.asString(this.value(output));
  }

  list(output: O): string[] {
    return Token.asList(this.value(output));
  }

  value(output: O): IResolvable {
    return this.interpolationForOutput(output);
  }

  // The inherited ways to an output are as strict as ours.
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
