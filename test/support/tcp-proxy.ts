import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** A way to a database that can be cut and mended, as a network or a restart would. */
export interface TcpProxy {
  readonly port: number;
  /** Drops every connection and takes no new one. */
  cut(): Promise<void>;
  /** Drops every connection, as `cut` does, but takes new ones. */
  drop(): void;
  /**
   * Drops the next connection that sends a `statement` of that form: before the database gets it, or once it has answered and
   * before the client hears of it. With `never` the connection stays, and nothing passes it any more, as with a process of the
   * database's that is frozen. Gives a function that tells whether it happened, and takes the order back.
   */
  dropAt(statement: RegExp, when: 'before' | 'after' | 'never'): () => boolean;
  /** Takes connections again, on the same port. */
  mend(): Promise<void>;
}

interface Order {
  readonly statement: RegExp;
  readonly when: 'before' | 'after' | 'never';
}

/** Passes connections to a free port of this machine on to `host` and `port`. */
export async function startTcpProxy(host: string, port: number): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  let server: Server;
  let order: Order | null = null;

  const listen = async (onPort: number): Promise<number> => {
    server = createServer((client) => {
      const upstream = connect(port, host);
      let isLost = false;
      let isFrozen = false;
      for (const socket of [client, upstream]) {
        sockets.add(socket);
        socket.on('error', () => socket.destroy());
        socket.on('close', () => {
          sockets.delete(socket);
          client.destroy();
          upstream.destroy();
        });
      }
      client.on('data', (data) => {
        const isMeant = order?.statement.test(data.toString('latin1')) === true;
        const isBefore = isMeant && order?.when === 'before';
        isFrozen ||= isMeant && order?.when === 'never';
        if (isMeant) {
          order = null;
          isLost = true;
        }
        if (isBefore) {
          client.destroy();
        } else if (!isFrozen) {
          upstream.write(data);
        }
      });
      upstream.on('data', (data) => {
        if (isFrozen) {
          return;
        }
        if (isLost) {
          client.destroy();
        } else {
          client.write(data);
        }
      });
    });
    server.listen(onPort, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as { port: number }).port;
  };

  const drop = (): void => {
    for (const socket of sockets) {
      socket.destroy();
    }
  };

  const ownPort = await listen(0);
  return {
    port: ownPort,
    async cut() {
      const closed = once(server, 'close');
      server.close();
      drop();
      await closed;
    },
    drop,
    dropAt(statement, when) {
      const own: Order = { statement, when };
      order = own;
      return () => {
        const happened = order !== own;
        order = null;
        return happened;
      };
    },
    async mend() {
      await listen(ownPort);
    },
  };
}
