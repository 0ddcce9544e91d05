/** Debian's nginx as the proxy that does TLS in front of the dashboard, configured by the lines that docs/access.md gives. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import type { OwnCertificate } from './own-authority.js';

const program = '/usr/sbin/nginx';

export function nginxIsMissing(): boolean {
  if (existsSync(program)) return false;
  if (process.env['CI'] !== undefined) throw new Error('nginx is missing: .ci/run installs it');
  return true;
}

/** The block of the page, with the places that it names replaced by those of the test. */
export function documentedServer(
  { certificate, key }: OwnCertificate,
  ports: { readonly proxy: number; readonly dashboard: number },
): string {
  const [, block = ''] = /```nginx\n([\s\S]*?)```/.exec(readFileSync('docs/access.md', 'utf8')) ?? [];
  return block
    .replace('listen 443 ssl;', `listen 127.0.0.1:${ports.proxy} ssl;`)
    .replace('drydock.example.org', 'drydock.example')
    .replace('/etc/drydock/tls/fullchain.pem', certificate)
    .replace('/etc/drydock/tls/privkey.pem', key)
    .replaceAll('127.0.0.1:8743', `127.0.0.1:${ports.dashboard}`);
}

/** Runs in the foreground, so that it ends with whoever ends it. */
export async function startNginx(folder: string, server: string, port: number): Promise<() => Promise<void>> {
  const at = (name: string): string => join(folder, name);
  mkdirSync(at('nginx'), { recursive: true });
  const bodies = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${at(`nginx/${name}`)};`,
  );
  writeFileSync(
    at('nginx.conf'),
    [
      `daemon off; pid ${at('nginx.pid')}; error_log ${at('nginx-error.log')}; worker_processes 1;`,
      ...(process.getuid?.() === 0 ? ['user root;'] : []),
      'events {}',
      `http { access_log off; ${bodies.join(' ')}`,
      server,
      '}',
    ].join('\n'),
  );
  const child = spawn(program, ['-c', at('nginx.conf'), '-e', at('nginx-error.log')], { stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  for (let look = 0; !(await answers(port)); look += 1) {
    if (look > 200 || child.exitCode !== null) throw new Error(readFileSync(at('nginx-error.log'), 'utf8'));
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return async () => {
    child.kill('SIGTERM');
    await ended;
  };
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true));
    socket.once('error', () => resolve(false)).once('connect', () => socket.destroy());
  });
}
