/** Bare HTTP and FTP servers over a tree in memory, which record what a client sent; only for tests of the transports. */
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { Tree } from './installer-media.js';

export interface RecordedGet {
  readonly target: string;
  /** Name and value in turn, as sent. */
  readonly headers: readonly string[];
  readonly port: number;
}

export interface RunningServer<Record> {
  readonly port: number;
  readonly seen: Record[];
  close(): Promise<void>;
}

export type Interceptor = (request: IncomingMessage, response: ServerResponse) => boolean;

/** Serves the tree under `prefix`; the interceptor may answer instead and then says true. */
export async function serveHttp(
  tree: Tree,
  prefix = '/',
  intercept?: Interceptor,
): Promise<RunningServer<RecordedGet>> {
  const seen: RecordedGet[] = [];
  const server = createHttpServer((request, response) => {
    seen.push({ target: request.url ?? '', headers: request.rawHeaders, port: request.socket.remotePort ?? 0 });
    if (intercept?.(request, response) === true) return;
    const target = decodeURIComponent(request.url ?? '');
    const body = target.startsWith(prefix) ? tree.get(target.slice(prefix.length)) : undefined;
    if (body === undefined) response.writeHead(404, { 'Content-Length': 0 }).end();
    else response.writeHead(200, { 'Content-Length': body.length }).end(body);
  });
  return await listening(server, seen, () => server.closeAllConnections());
}

export interface FtpSessionRecord {
  readonly lines: string[];
}

/** Login directory holds the tree under `media/`. SIZE is answered in any mode; NLST of nothing is an empty list. */
export async function serveFtp(
  tree: Tree,
  refuse?: (line: string) => string | undefined,
): Promise<RunningServer<FtpSessionRecord>> {
  const seen: FtpSessionRecord[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    const record: FtpSessionRecord = { lines: [] };
    seen.push(record);
    sockets.add(socket);
    serveSession(socket, tree, record, refuse);
  });
  return await listening(server, seen, () => {
    for (const socket of sockets) socket.destroy();
  });
}

async function listening<Record>(server: Server, seen: Record[], dropAll: () => void): Promise<RunningServer<Record>> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    seen,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        dropAll();
      }),
  };
}

function serveSession(
  socket: Socket,
  tree: Tree,
  record: FtpSessionRecord,
  refuse: ((line: string) => string | undefined) | undefined,
): void {
  let directory = '';
  let data: Promise<Socket> | undefined;
  let passive: Server | undefined;
  const say = (line: string): void => void socket.write(`${line}\r\n`);
  const resolvePath = (name: string): string => [directory, name].filter((part) => part !== '').join('/');
  const directories = new Set(['', 'media']);
  for (const file of tree.keys()) {
    const parts = `media/${file}`.split('/');
    for (let depth = 1; depth < parts.length; depth++) directories.add(parts.slice(0, depth).join('/'));
  }

  const openPassive = (reply: (port: number) => string): void => {
    passive?.close();
    passive = createServer();
    data = new Promise((resolve) => passive?.once('connection', resolve));
    passive.listen(0, '127.0.0.1', () => say(reply((passive?.address() as AddressInfo).port)));
  };
  const send = async (body: Buffer): Promise<void> => {
    const connection = await data!;
    connection.on('error', () => undefined);
    say(`150 Opening data connection (${body.length} bytes).`);
    connection.end(body, () => say('226 Transfer complete.'));
    passive?.close();
  };
  const changeTo = (wanted: string): void => {
    if (directories.has(wanted)) directory = wanted;
    say(directories.has(wanted) ? '250 Done.' : '550 No such directory.');
  };
  const answer = (line: string): void => {
    const refusal = refuse?.(line);
    if (refusal !== undefined) {
      say(refusal);
      return;
    }
    const blank = line.indexOf(' ');
    const command = blank < 0 ? line : line.slice(0, blank);
    const argument = blank < 0 ? '' : line.slice(blank + 1);
    const file = tree.get(resolvePath(argument).replace(/^media\//, ''));
    switch (command) {
      case 'USER':
        say('331 Password, please.');
        break;
      case 'PASS':
        say('230 Welcome.');
        break;
      case 'PWD':
        say(`257 "/${directory}"`);
        break;
      case 'CWD':
        changeTo(resolvePath(argument.replace(/\/+$/, '')));
        break;
      case 'TYPE':
        say('200 Done.');
        break;
      case 'SIZE':
        say(file === undefined ? '550 No such file.' : `213 ${file.length}`);
        break;
      case 'PASV':
        openPassive((port) => `227 Entering Passive Mode (127,0,0,1,${port >> 8},${port & 255}).`);
        break;
      case 'EPSV':
        openPassive((port) => `229 Entering Extended Passive Mode (|||${port}|)`);
        break;
      case 'NLST':
        void send(listOf(tree, resolvePath(argument).replace(/^media\/?/, '')));
        break;
      case 'RETR':
        if (file === undefined) say('550 No such file.');
        else void send(file);
        break;
      case 'QUIT':
        say('221 Goodbye.');
        socket.end();
        break;
      default:
        say('500 Unknown command.');
    }
  };

  say('220 Test server');
  let partial = '';
  socket.setNoDelay(true);
  socket.setEncoding('utf8');
  socket.on('close', () => passive?.close());
  socket.on('error', () => undefined);
  socket.on('data', (text: string) => {
    const lines = (partial + text).split('\r\n');
    partial = lines.pop() ?? '';
    for (const line of lines) {
      record.lines.push(line);
      answer(line);
    }
  });
}

/** The entries of a directory, with its name before them as vsftpd gives them. */
function listOf(tree: Tree, listed: string): Buffer {
  const prefix = listed === '' ? '' : `${listed}/`;
  const names = [...tree.keys()]
    .filter((name) => name.startsWith(prefix))
    .map((name) => name.slice(prefix.length).replace(/\/.*/, ''));
  return Buffer.from([...new Set(names)].map((name) => `${prefix}${name}\r\n`).join(''));
}
