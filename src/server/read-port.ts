import { StartupError } from '../errors/startup-error.ts';
import { parsePort } from '../util/parse-port.ts';

/** The port in the environment's `PORT`, 4000 where it is not set. Throws a `StartupError` for anything but a port. */
export function readPort(text = ''): number {
  const port = text === '' ? 4000 : parsePort(text);
  if (port === undefined) {
    throw new StartupError([`PORT is ${JSON.stringify(text)}: it has to be a number from 0 to 65535.`]);
  }
  return port;
}
