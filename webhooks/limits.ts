/** What the server takes from the network. Times in milliseconds, sizes in bytes. */
export interface Limits {
  /** Open connections. Beyond them the one that has kept the server waiting for the longest time is closed. */
  connections: number;
  /** Without a byte of a request on a connection, before the first one and between two. */
  idleMs: number;
  /** From the first byte of a request to its last. */
  requestMs: number;
  headerBytes: number;
  headers: number;
}

export const LIMITS: Readonly<Limits> = {
  connections: 1_000,
  idleMs: 5_000,
  requestMs: 10_000,
  headerBytes: 8_192,
  headers: 64,
};
