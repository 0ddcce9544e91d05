// The npm package ftp-srv over a folder: `node ftp-srv-server.mjs PACKAGES ROOT PORT`. It is measured, never used.
import { createRequire } from 'node:module';

const [packages, root, port] = process.argv.slice(2);
const { FtpSrv } = createRequire(`${packages}/`)('ftp-srv');
const quiet = { trace() {}, debug() {}, info() {}, warn() {}, error() {}, child: () => quiet };
const server = new FtpSrv({ url: `ftp://127.0.0.1:${port}`, pasv_url: '127.0.0.1', anonymous: true, log: quiet });
server.on('login', (_login, resolve) => resolve({ root }));
await server.listen();
