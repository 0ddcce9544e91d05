/**
 * Real programs that fetch without any retry for as long as they are told, each in its own manner, and say what went
 * wrong: what a loop of restarts or kills costs is told by them.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { TestProcesses } from './servers-process.js';

export const manners = ['urllib', 'kept', 'ftp', 'curl', 'curl-kept'] as const;

/** `urllib`, `curl`: a connection for each file; `kept`, `curl-kept`: one for several; `ftp`: a session for several. */
export type Manner = (typeof manners)[number];

const python = `
import ftplib, hashlib, http.client, json, random, sys, time, urllib.request
from urllib.parse import quote
how, http_port, ftp_port, base, seconds, seed = sys.argv[1:7]
files = json.loads(sys.stdin.read()); names = list(files); dice = random.Random(int(seed))
answered = 0; failures = []; end = time.monotonic() + float(seconds); turn = 0
def take(name, body):
    global answered
    if hashlib.sha256(body).hexdigest() == files[name]: answered += 1
    else: failures.append('%s: %d bytes, not those of the medium' % (name, len(body)))
def next_name():
    global turn
    turn += 1
    return names[turn % len(names)]
def urllib_one():
    name = next_name()
    take(name, urllib.request.urlopen('http://127.0.0.1:%s%s%s' % (http_port, base, quote(name)), timeout=20).read())
def kept():
    c = http.client.HTTPConnection('127.0.0.1', int(http_port), timeout=20)
    for _ in range(8):
        name = next_name()
        c.request('GET', base + quote(name)); r = c.getresponse(); body = r.read()
        assert r.status == 200, r.status
        take(name, body); time.sleep(dice.random() * 0.1)
    c.close()
def ftp():
    c = ftplib.FTP(); c.connect('127.0.0.1', int(ftp_port), timeout=20); c.login(); c.cwd(base.lstrip('/'))
    for _ in range(6):
        name = next_name(); parts = []
        c.size(name); c.retrbinary('RETR ' + name, parts.append); take(name, b''.join(parts)); time.sleep(dice.random() * 0.05)
    c.quit()
act = {'urllib': urllib_one, 'kept': kept, 'ftp': ftp}[how]
while time.monotonic() < end:
    try: act()
    except Exception as e: failures.append(type(e).__name__ + ': ' + str(e))
print(json.dumps({'answered': answered, 'failures': failures}))
`;

export interface Outcome {
  readonly answered: number;
  readonly failures: readonly string[];
}

export interface Fetching {
  readonly server: TestProcesses;
  readonly base: string;
  readonly names: readonly string[];
  readonly seconds: number;
  readonly seed: number;
}

export function fetchInManner(manner: Manner, fetching: Fetching): Promise<Outcome> {
  if (manner === 'curl') return curlUntil(fetching, 1);
  if (manner === 'curl-kept') return curlUntil(fetching, 6);
  return pythonUntil(manner, fetching);
}

const outcomeSchema = z.object({ answered: z.number(), failures: z.array(z.string()) });

async function pythonUntil(manner: Manner, { server, base, names, seconds, seed }: Fetching): Promise<Outcome> {
  const words = [manner, server.httpPort, server.ftpPort, base, seconds, seed].map(String);
  const files = Object.fromEntries(names.map((name) => [name, digestOf(server.catalogue.content('synth', name))]));
  const { exitCode, output } = await runToEnd('python3', ['-c', python, ...words], JSON.stringify(files));
  if (exitCode !== 0) throw new Error(`the ${manner} client ended with ${exitCode}`);
  return outcomeSchema.parse(JSON.parse(output));
}

/** `each` files by one process, which keeps its connection from one to the next. */
async function curlUntil({ server, base, names, seconds }: Fetching, each: number): Promise<Outcome> {
  const end = Date.now() + seconds * 1000;
  const folder = await mkdtemp(join(tmpdir(), 'drydock-curl-'));
  const failures: string[] = [];
  let answered = 0;
  try {
    for (let turn = 0; Date.now() < end; turn++) {
      const wanted = Array.from({ length: each }, (_, index) => names[(turn * each + index) % names.length]!);
      const into = join(folder, String(turn));
      await mkdir(into);
      const targets = wanted.flatMap((name, index) => [
        ...['--output', join(into, String(index))],
        `http://127.0.0.1:${server.httpPort}${base}${name.split('/').map(encodeURIComponent).join('/')}`,
      ]);
      const words = ['--silent', '--show-error', '--fail', '--fail-early', '--retry', '0', '--max-time', '20'];
      const { exitCode, output } = await runToEnd('curl', [...words, ...targets]);
      if (exitCode !== 0) failures.push(`curl ended with ${exitCode}: ${output.trim()}`);
      for (const [index, name] of wanted.entries()) {
        const got = await readFile(join(into, String(index))).catch(() => undefined);
        if (got?.equals(server.catalogue.content('synth', name)) === true) answered += 1;
        else if (exitCode === 0) failures.push(`${name}: ${got?.length ?? 0} bytes, not those of the medium`);
      }
      await rm(into, { recursive: true });
    }
  } finally {
    await rm(folder, { recursive: true });
  }
  return { answered, failures };
}

function runToEnd(
  program: string,
  words: readonly string[],
  input = '',
): Promise<{ readonly exitCode: number | null; readonly output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, { stdio: ['pipe', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    }
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ exitCode, output }));
    // One that has ended already reads nothing.
    child.stdin.on('error', () => undefined).end(input);
  });
}

function digestOf(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
