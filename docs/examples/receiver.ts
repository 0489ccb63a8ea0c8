import { createServer, type Server } from 'node:http';
import { Webhook } from 'standardwebhooks';

type Message = {
  type: string;
  timestamp: string;
  data: { provider: string; refId: string; status: string; outcome?: unknown; review?: unknown };
};

/** What this backend keeps of a payment; in a database, in the place of a map. */
export type Known = { status: string; type: string; timestamp: string };

/**
 * A receiver of messages about payments. `payments`: what it knows, by provider and reference; `secret`: `whsec_…`.
 */
export function createReceiver(payments: Map<string, Known>, secret: string): Server {
  const webhook = new Webhook(secret);
  return createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const answer = (status: number) => response.writeHead(status).end();
      let message: Message;
      try {
        // The signature is of these very bytes: parse nothing before.
        message = webhook.verify(Buffer.concat(chunks), request.headers as Record<string, string>) as Message;
      } catch {
        return answer(401);
      }
      const { type, timestamp, data } = message;
      const key = `${data.provider} ${data.refId}`;
      const known = payments.get(key);
      // A repeat, or a message that a later one has overtaken, changes nothing. It is answered like any other.
      if (!known || timestamp > known.timestamp) payments.set(key, { status: data.status, type, timestamp });
      answer(204);
    });
  });
}
