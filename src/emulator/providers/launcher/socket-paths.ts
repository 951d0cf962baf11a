/** Where a launcher finds the sockets of its emulator. */

/** Variable with the folder of sockets: Terraform passes its environment to the providers that it starts. */
export const socketsVariable = "GLRUNNER_EMULATOR_SOCKETS";
export const certificateFile = "certificate.pem";
export const keyFile = "key.pem";

/**
 * @param type as in a provider's source: `helm` of `hashicorp/helm`
 * @param accessKeyId of an identity with a socket of its own. @default the dummy credentials
 */
export const socketFile = (type: string, accessKeyId?: string) =>
  accessKeyId === undefined ? `${type}.sock` : `${type}.${accessKeyId}.sock`;
