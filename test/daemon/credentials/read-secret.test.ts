import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect } from 'chai';
import { credentialName, sourceOf } from '../../../src/daemon/credentials/secret-source.js';
import { readSecret } from '../../../src/daemon/credentials/read-secret.js';
import { DrydockError } from '../../../src/shared/errors/drydock-error.js';

describe('A stored secret', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    // The folder itself is open, so that it is the file's mode that counts.
    folder = mkdtempSync('/tmp/drydock-secret-');
    chmodSync(folder, 0o755);
    file = join(folder, 'password');
    writeFileSync(file, 'correct-horse\nsecond line\n', { mode: 0o600 });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const read = (
    environment: Record<string, string> = {},
    source: Parameters<typeof readSecret>[0] = { kind: 'file', path: file },
  ) => readSecret(source, environment, 'reading a secret');
  const codeOf = (...parameters: Parameters<typeof read>): string => {
    try {
      read(...parameters);
      return 'none';
    } catch (error) {
      return error instanceof DrydockError ? error.code : String(error);
    }
  };

  it('is the first line of a file, read anew each time, so that a rotated one holds at once', () => {
    expect(read().reveal()).to.equal('correct-horse');
    writeFileSync(file, 'battery-staple');
    expect(read().reveal()).to.equal('battery-staple');
  });

  for (const [mode, code] of [
    [0o600, 'none'],
    [0o400, 'none'],
    [0o640, 'none'],
    [0o440, 'none'],
    [0o644, 'CREDENTIAL_EXPOSED'],
    [0o604, 'CREDENTIAL_EXPOSED'],
    [0o660, 'CREDENTIAL_EXPOSED'],
    [0o602, 'CREDENTIAL_EXPOSED'],
  ] as const) {
    it(`in a file of mode 0${mode.toString(8)} is ${code === 'none' ? 'taken' : 'refused: others could read or replace it'}`, () => {
      chmodSync(file, mode);
      expect(codeOf()).to.equal(code);
    });
  }

  it('that everybody could read is taken where a folder above lets nobody else in', () => {
    const closed = join(folder, 'closed');
    mkdirSync(closed, { mode: 0o700 });
    const inside = join(closed, 'password');
    writeFileSync(inside, 'x', { mode: 0o644 });
    expect(codeOf({}, { kind: 'file', path: inside })).to.equal('none');
    chmodSync(closed, 0o755);
    expect(codeOf({}, { kind: 'file', path: inside })).to.equal('CREDENTIAL_EXPOSED');
  });

  it('is unreadable when it is missing, empty, a folder, a pipe that nobody writes to, or no password by its size', () => {
    const path = (name: string) => ({ kind: 'file', path: join(folder, name) }) as const;
    writeFileSync(join(folder, 'empty'), '\nx', { mode: 0o600 });
    writeFileSync(join(folder, 'large'), 'x'.repeat(70_000), { mode: 0o600 });
    execFileSync('mkfifo', ['-m', '600', join(folder, 'pipe')]);
    for (const source of [
      path('gone'),
      path('empty'),
      path('pipe'),
      path('large'),
      { kind: 'file', path: folder } as const,
    ])
      expect(codeOf({}, source), source.path).to.equal('CREDENTIAL_UNREADABLE');
  });

  it('comes from an environment variable, which may not be empty', () => {
    const source = { kind: 'environment', name: 'LAB_PASSWORD' } as const;
    expect(read({ LAB_PASSWORD: 'correct-horse' }, source).reveal()).to.equal('correct-horse');
    expect(codeOf({ LAB_PASSWORD: '' }, source)).to.equal('CREDENTIAL_UNREADABLE');
    expect(codeOf({}, source)).to.equal('CREDENTIAL_UNREADABLE');
  });

  it('comes from the credentials that systemd hands to a service, and from nowhere else', () => {
    const source = { kind: 'systemd', name: 'password' } as const;
    expect(read({ CREDENTIALS_DIRECTORY: folder }, source).reveal()).to.equal('correct-horse');
    expect(codeOf({}, source)).to.equal('CREDENTIAL_UNREADABLE');
    expect(codeOf({ CREDENTIALS_DIRECTORY: 'relative' }, source)).to.equal('CREDENTIAL_UNREADABLE');
    for (const name of ['../password', 'a/b', '..', '.', ''])
      expect(credentialName.safeParse(name).success, name).to.equal(false);
    expect(credentialName.safeParse('lab.password').success).to.equal(true);
  });

  it('stands in one place only', () => {
    expect(sourceOf({ passwordFile: 'f' }, 'password')).to.deep.equal({ kind: 'file', path: 'f' });
    expect(sourceOf({ passwordCredential: 'c' }, 'password')).to.deep.equal({ kind: 'systemd', name: 'c' });
    expect(sourceOf({ passwordFile: 'f', passwordEnvironment: 'e' }, 'password')).to.equal('several');
    expect(sourceOf({}, 'password')).to.equal(undefined);
  });

  it('is not in the error that says why it could not be read', () => {
    chmodSync(file, 0o644);
    try {
      read();
      expect.fail('it was read');
    } catch (error) {
      expect(JSON.stringify(error)).to.include('chmod 600').and.not.include('correct-horse');
    }
  });
});
