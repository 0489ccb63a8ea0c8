export type { Counts } from './counts.js';
export { startWebhooks, type Webhooks, type WebhooksOptions } from './server.js';
