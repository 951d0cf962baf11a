/** `env:TF_VAR_name` is what Terraform itself reads; any other `env:NAME` is given as TF_VAR_NAME. */
export function variableName(environmentName: string): string {
  return environmentName.replace(/^TF_VAR_/, "");
}
