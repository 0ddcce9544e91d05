/** The sums of CI: a suite cannot fail, die or hang without being counted. */
import { execFileSync, spawnSync } from 'node:child_process';
import { expect } from 'chai';

function concluded(...suites: readonly string[]): { last: string; exitCode: number | null } {
  const script = ['. .ci/suites.sh', ...suites, 'conclude'].join('\n');
  const { stdout, status } = spawnSync('bash', ['-c', script], { encoding: 'utf8' });
  return { last: stdout.trimEnd().split('\n').at(-1) ?? '', exitCode: status };
}

describe('.ci/run', () => {
  it('is a script that bash understands', () => {
    execFileSync('bash', ['-n', '.ci/run']);
  });

  it('adds up what the suites say', () => {
    expect(
      concluded(`suite a 5 echo '3 passed, 0 failed'`, `suite b 5 echo '4 passed, 0 failed, 2 skipped'`),
    ).to.deep.equal({
      last: '7 passed, 0 failed',
      exitCode: 0,
    });
  });

  it('counts a suite without numbers as one', () => {
    expect(concluded('suite lint 5 true').last).to.equal('1 passed, 0 failed');
    expect(concluded('suite lint 5 false')).to.deep.equal({ last: '0 passed, 1 failed', exitCode: 1 });
  });

  it('fails with failed tests, and takes the last line of a suite that prints several', () => {
    const { last, exitCode } = concluded(
      `suite a 5 bash -c 'echo "9 passed, 0 failed"; echo "3 passed, 2 failed"; exit 2'`,
    );

    expect({ last, exitCode }).to.deep.equal({ last: '3 passed, 2 failed', exitCode: 1 });
  });

  it('counts a suite that died after a good line as a failure', () => {
    expect(concluded(`suite a 5 bash -c 'echo "3 passed, 0 failed"; exit 1'`)).to.deep.equal({
      last: '3 passed, 1 failed',
      exitCode: 1,
    });
  });

  it('counts a suite that takes too long as a failure', () => {
    expect(concluded('suite a 1 sleep 5')).to.deep.equal({ last: '0 passed, 1 failed', exitCode: 1 });
  });

  it('counts a suite that went on beside others, however it ended', () => {
    const beside = 'begin a 5 echo "3 passed, 0 failed"; suite b 5 echo "4 passed, 1 failed"; finish a';
    expect(concluded(beside)).to.deep.equal({ last: '7 passed, 1 failed', exitCode: 1 });
    expect(concluded('begin a 1 sleep 5; suite b 5 echo "4 passed, 0 failed"; finish a').last).to.equal(
      '4 passed, 1 failed',
    );
  });

  it('says once more, before its last line, what failed', () => {
    const failing = `printf '  8 passing\\n  1 failing\\n\\n  1) lost a VM\\n8 passed, 1 failed\\n'; exit 1`;
    const script = `. .ci/suites.sh; suite a 5 bash -c "${failing}"; suite b 5 bash -c 'echo no compiler; exit 1'; echo ===; conclude`;
    const { stdout } = spawnSync('bash', ['-c', script], { encoding: 'utf8' });
    const end = stdout.slice(stdout.lastIndexOf('===\n'));

    expect(end).to.match(
      /failed: a\n +1 failing\n\n +1\) lost a VM[^]*failed: b\n[^]*no compiler\n[^]*\n8 passed, 2 failed\n$/,
    );
    expect(end).not.to.contain('8 passing');
  });

  it('fails when nothing ran at all', () => {
    expect(concluded().exitCode).to.equal(1);
  });
});
