import { describe, expect, it } from '@jest/globals';
import { browserUrl, describeListenError } from '../../../src/server/listen.ts';

const failure = (code: string) => Object.assign(new Error(`listen ${code}`), { code });

describe('describeListenError', () => {
  it.each([
    ['EADDRINUSE', 'Port 80 on h is in use: stop the program that listens there, or choose another port.'],
    ['EACCES', 'Port 80 on h is not allowed for this user: choose a port from 1024.'],
    [
      'ENOTFOUND',
      'h is no address of this machine: use 127.0.0.1 for this machine only, or 0.0.0.0 for every network.',
    ],
    ['EOTHER', 'Cannot listen on h, port 80: listen EOTHER'],
  ])('says what to do about %s', (code, message) => {
    expect(describeListenError(failure(code), 'h', 80)).toBe(message);
  });

  it('says what it knows of anything else', () => {
    expect(describeListenError('odd', 'h', 80)).toBe('Cannot listen on h, port 80: odd');
  });
});

describe('browserUrl', () => {
  it.each([
    ['127.0.0.1', 'http://127.0.0.1:4000'],
    ['api.local', 'http://api.local:4000'],
    ['0.0.0.0', 'http://localhost:4000'],
    ['::', 'http://localhost:4000'],
    ['::1', 'http://[::1]:4000'],
  ])('of %s is %s', (host, url) => {
    expect(browserUrl(host, 4_000)).toBe(url);
  });
});
