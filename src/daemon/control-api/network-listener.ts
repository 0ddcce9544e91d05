/**
 * Keeps the dashboard's port open: one that is taken, or a certificate that cannot be read, is tried again, since neither must keep a
 * run from going on; a certificate that was renewed on the disk is taken up.
 */
import { statSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { documentOf } from '../../contract/error-document.js';
import type { Clock, Milliseconds } from '../../shared/clock.js';
import type { Logger } from '../../shared/logger.js';
import type { DashboardSettings } from '../config/dashboard-settings.js';
import { readTlsFiles } from '../media-server/tls-server.js';
import { listenForPeople, type ApiListener } from './listener.js';

const lookEvery: Milliseconds = 30_000;

export interface NetworkListener {
  /** `http://127.0.0.1:8743/`; undefined while it does not listen. */
  readonly address: () => string | undefined;
  close(): Promise<void>;
}

export interface NetworkParts {
  readonly settings: DashboardSettings;
  readonly app: RequestListener;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Resolves after the first attempt, whatever came of it. */
export async function keepListening(parts: NetworkParts): Promise<NetworkListener> {
  const { settings, clock, log } = parts;
  if (!settings.enabled) return { address: () => undefined, close: () => Promise.resolve() };
  const stop = new AbortController();
  let mark = markOf(settings);
  let listener = await open(parts);
  const look = async (): Promise<void> => {
    const found = markOf(settings);
    if (listener === undefined) listener = await open(parts);
    else if (found !== mark) renew(listener, settings, log);
    mark = found;
  };
  const looking = (async () => {
    const slept = (): Promise<boolean> =>
      clock.sleep(lookEvery, stop.signal).then(
        () => true,
        () => false,
      );
    while (await slept()) await look();
  })();
  return {
    address: () => (listener === undefined ? undefined : addressOf(settings, listener.port)),
    close: async () => {
      stop.abort();
      await looking;
      await listener?.close();
    },
  };
}

async function open({ settings, app, log }: NetworkParts): Promise<ApiListener | undefined> {
  try {
    const { address, port, tls } = settings;
    const listener = await listenForPeople({ address, port, files: readTlsFiles(tls), app });
    log.info({ address: addressOf(settings, listener.port) }, 'the dashboard is open');
    return listener;
  } catch (error) {
    log.error({ error: documentOf(error, 'opening the dashboard') }, 'the dashboard cannot listen; it is tried again');
    return undefined;
  }
}

/** A certificate that is half written, or does not belong to its key, does not replace one that works. */
function renew(listener: ApiListener, { tls }: DashboardSettings, log: Logger): void {
  try {
    const files = readTlsFiles(tls);
    if (files !== undefined) listener.renew(files);
    log.info({ certificate: tls.certificate }, 'the dashboard shows the renewed certificate');
  } catch (error) {
    log.error(
      { error: documentOf(error, 'renewing the certificate') },
      'the renewed certificate cannot be used; the old one stays',
    );
  }
}

function markOf({ tls }: DashboardSettings): string {
  return [tls.certificate, tls.key]
    .map((file) => (file === undefined ? undefined : statSync(file, { throwIfNoEntry: false })))
    .map((stats) => (stats === undefined ? '' : `${stats.ino} ${stats.mtimeMs} ${stats.size}`))
    .join(', ');
}

/** As a person on this machine, or at the other end of a tunnel, opens it. */
function addressOf({ address, names, tls }: DashboardSettings, port: number): string {
  const host = names[0] ?? (address === '0.0.0.0' ? '127.0.0.1' : address);
  return `${tls.certificate === undefined ? 'http' : 'https'}://${host}:${port}/`;
}
