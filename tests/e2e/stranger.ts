/* A web server that is not the API. It takes whatever it is sent, from every origin, and sets
 * cookies; it answers with a fault, which is no success to anybody who does ask it. */
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';

export interface Stranger {
  /** Two origins of one server. The first shares its host, and so its cookies, with the sandbox. */
  origins: [string, string];
  /** All that it was sent, but for a tab's wish for an icon. */
  seen: { method: string | undefined; url: string | undefined; headers: IncomingHttpHeaders }[];
  close(): Promise<void>;
}

export async function startStranger(): Promise<Stranger> {
  const seen: Stranger['seen'] = [];
  const server = createServer(({ method, url, headers }, response) => {
    if (url !== '/favicon.ico') seen.push({ method, url, headers });
    response.writeHead(500, {
      'access-control-allow-origin': headers.origin ?? '*',
      'access-control-allow-credentials': 'true',
      'access-control-allow-headers': 'authorization',
      'access-control-allow-methods': 'GET, DELETE',
      'set-cookie': 'jar=full; Path=/; Max-Age=3600',
    });
    response.end('A stranger');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port is free');
  return {
    origins: [`http://127.0.0.1:${address.port}`, `http://localhost:${address.port}`],
    seen,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
