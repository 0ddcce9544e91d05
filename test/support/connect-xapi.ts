/** A connection that has logged in, for tests that begin with one. */
import type { ConnectOptions } from '../../src/xapi/connection/connect-options.js';
import { XapiConnection } from '../../src/xapi/connection/xapi-connection.js';

export async function connect(options: ConnectOptions, signal?: AbortSignal): Promise<XapiConnection> {
  const connection = new XapiConnection(options);
  try {
    await connection.logIn(signal);
    return connection;
  } catch (error) {
    await connection.close();
    throw error;
  }
}
