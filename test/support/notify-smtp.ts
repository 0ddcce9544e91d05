// A mail server on loopback that speaks as much SMTP as a sender needs: STARTTLS, implicit TLS, AUTH PLAIN, answers by script.
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createSecureContext, createServer as createTlsServer, TLSSocket } from 'node:tls';

export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly data: string;
  readonly encrypted: boolean;
  readonly user: string | null;
}

export interface SmtpOptions {
  readonly tls?: { readonly key: string; readonly cert: string };
  /** implicit: TLS from the first byte. */
  readonly mode?: 'starttls' | 'implicit' | 'plain';
  readonly user?: string;
  readonly password?: string;
  /** Replies in place of the usual one, by command: `{ RCPT: '550 no such user' }`; `hang` says nothing. */
  readonly replies?: Readonly<Record<string, string>>;
}

export interface SmtpServer {
  readonly port: number;
  readonly mails: readonly ReceivedMail[];
  /** All that came in clear. */
  readonly clear: () => string;
  close(): Promise<void>;
}

export async function startSmtp(options: SmtpOptions = {}): Promise<SmtpServer> {
  const mails: ReceivedMail[] = [];
  const sockets = new Set<Socket>();
  let clear = '';
  const accept = (socket: Socket): void => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    converse(socket, options, mails, (text) => (clear += text), true);
  };
  const server: Server =
    options.mode === 'implicit' ? createTlsServer({ ...options.tls }, accept) : createServer(accept);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    mails,
    clear: () => clear,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function converse(
  socket: Socket,
  options: SmtpOptions,
  mails: ReceivedMail[],
  heardInClear: (text: string) => void,
  greet: boolean,
): void {
  const encrypted = socket instanceof TLSSocket;
  const { mode = 'starttls', replies = {} } = options;
  let [from, to, user, data]: [string, string[], string | null, string[] | undefined] = ['', [], null, undefined];
  let rest = '';
  const say = (text: string): void => void socket.write(`${text}\r\n`);
  const usual: Readonly<Record<string, (argument: string) => string>> = {
    EHLO: () => {
      const offers = ['8BITMIME', ...(encrypted || mode !== 'starttls' ? [] : ['STARTTLS'])];
      if (options.user !== undefined) offers.push('AUTH PLAIN');
      return ['mail.test', ...offers]
        .map((offer, index, all) => `250${index === all.length - 1 ? ' ' : '-'}${offer}`)
        .join('\r\n');
    },
    AUTH: (argument) => {
      const [, name, password] = Buffer.from(argument.split(' ')[1] ?? '', 'base64')
        .toString()
        .split('\0');
      if (name !== options.user || password !== options.password) return '535 5.7.8 wrong';
      user = name ?? null;
      return '235 ok';
    },
    MAIL: (argument) => {
      from = argument;
      to = [];
      return '250 ok';
    },
    RCPT: (argument) => {
      to.push(argument);
      return '250 ok';
    },
    DATA: () => {
      data = [];
      return '354 go on';
    },
    RSET: () => '250 ok',
    NOOP: () => '250 ok',
    QUIT: () => '221 bye',
  };
  const line = (text: string): void => {
    if (data !== undefined) {
      if (text !== '.') return void data.push(text.replace(/^\./, ''));
      mails.push({ from, to, data: data.join('\r\n'), encrypted, user });
      data = undefined;
      say(replies['MESSAGE'] ?? '250 2.0.0 queued as 42');
      return;
    }
    const command = text.split(' ')[0]?.toUpperCase() ?? '';
    const scripted = replies[command];
    if (scripted === 'hang') return;
    if (command === 'STARTTLS' && mode === 'starttls') {
      socket.removeAllListeners('data');
      say('220 ready');
      const secure = new TLSSocket(socket, { isServer: true, secureContext: createSecureContext(options.tls) });
      secure.on('error', () => undefined);
      converse(secure, options, mails, heardInClear, false);
      return;
    }
    say(scripted ?? usual[command]?.(text.slice(command.length + 1)) ?? '502 unknown');
    if (command === 'QUIT') socket.end();
  };
  socket.setEncoding('utf8').on('data', (part: string) => {
    if (!encrypted) heardInClear(part);
    const lines = `${rest}${part}`.split('\r\n');
    rest = lines.pop() ?? '';
    lines.forEach(line);
  });
  if (greet) say(replies['GREETING'] ?? '220 mail.test ESMTP');
}
