/** What a caller sees of a host that is down or goes down: no XAPI answer at all. */

/** Nothing listens: certainly nothing was done. */
export class ConnectionRefused extends Error {
  constructor(readonly address: string) {
    super(`connect ECONNREFUSED ${address}`);
  }
}

/** The connection broke after the call was sent: it may have been carried out. */
export class ConnectionLost extends Error {
  constructor(readonly address: string) {
    super(`read ECONNRESET ${address}`);
  }
}

/** The machine does not answer at all: it is off, in its firmware, or in an installer. Nothing was done. */
export class ConnectionTimedOut extends Error {
  constructor(readonly address: string) {
    super(`connect ETIMEDOUT ${address}`);
  }
}
