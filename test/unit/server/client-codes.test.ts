import { describe, expect, it } from '@jest/globals';
import { errorCodes } from '../../../src/errors/error-code.ts';
import { isClientCode, statusOfCodes } from '../../../src/server/client-codes.ts';

describe('isClientCode', () => {
  it("is true for each of KinQL's own codes but the masked one", () => {
    const codes = Object.values(errorCodes);
    expect(codes.filter((code) => !isClientCode(code))).toEqual(['INTERNAL_SERVER_ERROR']);
  });

  it.each([
    'GRAPHQL_PARSE_FAILED',
    'BAD_REQUEST',
    'PERSISTED_QUERY_NOT_FOUND',
    'UNAUTHENTICATED',
    'FORBIDDEN',
  ])('is true for %s', (code) => {
    expect(isClientCode(code)).toBe(true);
  });

  it.each([undefined, null, '42P01', 'ECONNREFUSED', 500, '', 'toString'])('is false for %p', (code) => {
    expect(isClientCode(code)).toBe(false);
  });
});

describe('statusOfCodes', () => {
  it.each([
    [['BAD_USER_INPUT'], 400],
    [['SERVICE_UNAVAILABLE'], 503],
    [['TIMEOUT'], 504],
    [['BAD_USER_INPUT', 'FORBIDDEN'], 403],
    [['INTERNAL_SERVER_ERROR'], 500],
    [['BAD_REQUEST', 'unknown'], 500],
  ])('of %j is %i', (codes, status) => {
    expect(statusOfCodes(codes)).toBe(status);
  });
});
