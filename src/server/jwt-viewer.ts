import type { IncomingMessage } from 'node:http';
import { createRemoteJWKSet, type JWTPayload, type JWTVerifyOptions, jwtVerify } from 'jose';
import type { JwtOptions } from '../build/create-schema.ts';
import { errorCodes } from '../errors/error-code.ts';
import { RequestError } from '../errors/request-error.ts';
import { StartupError } from '../errors/startup-error.ts';

/** The context of a request whose viewer a token names; null where it brings none. */
export interface JwtContext {
  readonly viewer: JWTPayload | null;
}

const secretAlgorithms = ['HS256', 'HS384', 'HS512'];
const keyAlgorithms = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
];

/** RFC 7518 wants a key for HS256 that is no shorter than its hash. */
const leastSecretBytes = 32;

/**
 * Reads the viewer from the bearer token of a request (RFC 6750): its claims, once the signature and the dates hold. A request
 * without a token is one of nobody; one with a token that does not hold is refused, and not taken for one of nobody.
 *
 * @throws StartupError where neither a secret nor the address of keys is given, or both are, or the secret is too short.
 */
export function createJwtContext({
  secret,
  jwksUrl,
  issuer,
  audience,
  algorithms,
}: JwtOptions): (request: IncomingMessage) => Promise<JwtContext> {
  if ((secret === undefined) === (jwksUrl === undefined)) {
    throw new StartupError(['jwt needs one of secret and jwksUrl.']);
  }
  const key = secret === undefined ? null : new TextEncoder().encode(secret);
  if (key !== null && key.length < leastSecretBytes) {
    throw new StartupError([`jwt.secret must have ${leastSecretBytes} bytes at least.`]);
  }
  const options: JWTVerifyOptions = {
    algorithms: [...(algorithms ?? (key === null ? keyAlgorithms : secretAlgorithms))],
    ...(issuer !== undefined && { issuer }),
    ...(audience !== undefined && { audience: [audience].flat() as string[] }),
    requiredClaims: ['exp'],
  };
  const keys = jwksUrl === undefined ? null : createRemoteJWKSet(new URL(jwksUrl));
  return async ({ headers }) => {
    const { authorization } = headers;
    if (authorization === undefined) {
      return { viewer: null };
    }
    const [, token] = /^Bearer +([\w.~+/=-]+)$/i.exec(authorization) ?? [];
    if (token === undefined) {
      throw refusal();
    }
    try {
      const { payload } =
        keys === null
          ? await jwtVerify(token, key as Uint8Array, options)
          : await jwtVerify(token, keys, options);
      return { viewer: payload };
    } catch (error) {
      throw refusal(error);
    }
  };
}

/** Says nothing of why: that would help to forge one. The cause is for the log. */
function refusal(cause?: unknown): RequestError {
  return new RequestError(errorCodes.UNAUTHENTICATED, 'The token of this request is not valid.', cause);
}
