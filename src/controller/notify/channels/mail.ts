/** Sends each event as a mail over SMTP, encrypted unless told otherwise, and never a password in clear. */
import type * as nodemailer from 'nodemailer';
import type { Secret } from '../../../shared/secret.js';
import type { Channel, Delivery } from '../channel.js';
import type { ToldEvent } from '../rollout-event.js';
import type { EventSeverity } from '../run-event.js';
import { mailMessage } from './mail-message.js';

/** starttls: refused where the server does not offer it. */
export const mailSecurities = ['starttls', 'tls', 'none'] as const;
export type MailSecurity = (typeof mailSecurities)[number];

export interface MailOptions {
  readonly name: string;
  readonly severity: EventSeverity;
  readonly pools: readonly string[];
  readonly host: string;
  readonly port: number;
  readonly security: MailSecurity;
  readonly from: string;
  readonly to: readonly string[];
  readonly user: string | undefined;
  /** Read at each attempt. @throws when it cannot be read */
  password(): Secret | undefined;
  ca(): string | undefined;
}

/** Loaded where there is a mail channel: most processes send none. */
type Library = Pick<typeof nodemailer, 'createTransport'>;

export function mailChannel(options: MailOptions): Channel {
  const { name, severity, pools, host, port } = options;
  // Now, and not with the first mail: by then an upgrade of Drydock may have replaced the files underneath this process.
  const library = import('nodemailer');
  library.catch(() => undefined);
  return {
    ...{ name, kind: 'mail', severity, pools },
    destination: `${options.to.join(', ')} by ${host}:${port}`,
    send: async (event, signal) => send(await library, options, event, signal),
  };
}

async function send(
  { createTransport }: Library,
  options: MailOptions,
  event: ToldEvent,
  signal: AbortSignal,
): Promise<Delivery> {
  const { host, port, security, user } = options;
  const password = options.password();
  const ca = options.ca();
  const transport = createTransport({
    ...{ host, port, secure: security === 'tls' },
    ...{ requireTLS: security === 'starttls', ignoreTLS: security === 'none' },
    ...{ disableFileAccess: true, disableUrlAccess: true, connectionTimeout: 15_000, greetingTimeout: 15_000 },
    socketTimeout: 20_000,
    tls: { minVersion: 'TLSv1.2', ...(ca === undefined ? {} : { ca }) },
    ...(user === undefined || password === undefined ? {} : { auth: { user, pass: password.reveal() } }),
  });
  const close = (): void => transport.close();
  signal.addEventListener('abort', close, { once: true });
  try {
    const info = await transport.sendMail({
      ...{ from: options.from, to: [...options.to], ...mailMessage(event) },
      date: new Date(event.at),
      headers: { 'Auto-Submitted': 'auto-generated', 'X-Drydock-Event': event.id, 'X-Drydock-Kind': event.kind },
    });
    return { kind: 'taken', answer: answerOf(info) };
  } catch (error) {
    return failureOf(error);
  } finally {
    signal.removeEventListener('abort', close);
    close();
  }
}

function answerOf({
  response,
  rejected,
}: {
  readonly response: string;
  readonly rejected: readonly unknown[];
}): string {
  return rejected.length === 0 ? response : `${response}; not for ${rejected.map(String).join(', ')}`;
}

/** 5xx to a mail's sender, recipients or content is for good; to a login it is not, since the password may be mended. */
function failureOf(error: unknown): Delivery {
  const reason = error instanceof Error ? error.message.replace(/[\s\p{Cc}]+/gu, ' ').trim() : String(error);
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const status = error instanceof Error && 'responseCode' in error ? Number(error.responseCode) : 0;
  const isFinal = status >= 550 && status <= 559 && ['EENVELOPE', 'EMESSAGE'].includes(code);
  return { kind: isFinal ? 'refused' : 'again', reason: code === '' ? reason : `${reason} (${code})` };
}
