// HTTP by hand over a socket, for what fetch cannot send or hides.
import { connect, type Socket } from 'node:net';

/** Opens a connection to the server at `url`, sends `text`, and gives the socket. */
export function sendRaw(url: string, text: string): Socket {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.write(text);
  return socket;
}

/** Gives everything that the server sends until it closes the connection; rejects when it resets it. */
export async function readUntilClosed(socket: Socket): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of socket) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
