/**
 * What `GET /health` answers. Many programs answer `{"status": "ok"}` there: `service` tells the webhook server from them, for
 * `tuntas doctor`.
 */
export const HEALTH = { status: 'ok', service: 'tuntas-webhooks' } as const;
