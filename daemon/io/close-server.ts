import type { Server } from 'node:http';

/** Takes no more connections and cuts those that are open; what was answered before is still sent. */
export async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  // Handlers that have just settled write their answers in this turn of the loop.
  await new Promise((resolve) => setImmediate(resolve));
  server.closeAllConnections();
  await closed;
}
