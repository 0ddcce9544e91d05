import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { resolveWaves } from '../../src/contract/rollout-waves.js';
import { parseRollout } from '../../src/daemon/rollout/load-rollout.js';
import { DrydockError } from '../../src/shared/errors/drydock-error.js';

const head = 'name: autumn\nmedia: m\npools:\n  - pool: a\n  - pool: b\n  - pool: c\n    labels: [emea]\n';

async function problemsOf(text: string): Promise<string> {
  try {
    await parseRollout(text, 'autumn.yaml');
  } catch (error) {
    if (error instanceof DrydockError && error.code === 'ROLLOUT_FILE_INVALID') return error.details.found ?? '';
    throw error;
  }
  return 'none';
}

describe('The description of a rollout', () => {
  it('is that of the documentation', async () => {
    const page = readFileSync('docs/rollouts.md', 'utf8');
    const yaml = /```yaml\n([\s\S]*?)```/.exec(page)?.[1] ?? '';
    const description = await parseRollout(yaml, 'autumn.yaml');
    expect(resolveWaves(description).waves).to.deep.equal([
      { name: 'canary', canary: true, pools: ['lab'] },
      { name: 'Europe', canary: false, pools: ['berlin-1', 'berlin-2'] },
      { name: 'wave 2', canary: false, pools: ['boston'] },
    ]);
  });

  const mistakes: readonly (readonly [string, string, RegExp])[] = [
    ['a key that does not exist', `${head}canry: [a]\n`, /line 8: canry .*did you mean canary\?/],
    ['a pool that is not listed', `${head}canary: [x]\n`, /line 8: canary\[0\] x is not one of the pools/],
    ['a pool that stands twice', `${head}  - pool: a\n`, /line 8: pools\[3\] a stands here twice/],
    [
      'a pool in two waves',
      `${head}waves:\n  - pools: [a]\n  - pools: [a, b]\n`,
      /line 10: waves\[1\]\.pools\[0\] a is in an earlier wave/,
    ],
    ['a wave that chooses nobody', `${head}waves:\n  - labels: [apac]\n`, /line 9: waves\[0\] chooses no pool/],
    ['a wave with two ways to choose', `${head}waves:\n  - count: 1\n    rest: true\n`, /line 9: .*only one/],
    ['a share of nothing', `${head}waves:\n  - percent: 0\n`, /line 9: waves\[0\]\.percent must be more than 0/],
    [
      'a window without a zone',
      `${head}windows: ["22:00-04:00"]\n`,
      /line 8: windows\[0\] "22:00-04:00" is not understood.*a time zone/,
    ],
    ['an unknown zone', `${head}windows: ["22:00-04:00 Europe/Berln"]\n`, /Europe\/Berlin meant/],
    ['an acceptance of an unknown check', `${head}run:\n  accept: ["no-such@x=y"]\n`, /line 9: run\.accept\[0\]/],
    ['a soak without a unit', `${head}soak: 12\n`, /line 8: soak must be 0, or a number with m, h or d/],
    ['no medium anywhere', 'name: n\npools:\n  - pool: a\n', /line 3: pools\[0\] has no media/],
    ['no pool', 'name: n\nmedia: m\npools: []\n', /line 3: pools must have at least one pool/],
    ['text that is no YAML', 'name: [\n', /line 2: /],
    ['several mistakes at once', `${head}soak: 12\napproval: perhaps\n`, /line 8: soak[\s\S]*line 9: approval/],
  ];
  for (const [what, text, expected] of mistakes) {
    it(`is refused with the line of ${what}`, async () => {
      expect(await problemsOf(text)).to.match(expected);
    });
  }
});

describe('The waves of a rollout', () => {
  const pools = (count: number): { pool: string; labels: string[] }[] =>
    Array.from({ length: count }, (_, index) => ({ pool: `p${index}`, labels: index % 3 === 0 ? ['third'] : [] }));

  it('take a share of all pools but the canaries, rounded up, and leave nobody out', () => {
    const { waves } = resolveWaves({
      pools: pools(12),
      canary: ['p0', 'p5'],
      waves: [{ percent: 25 }, { percent: 25 }, { labels: ['third'] }, { count: 1 }],
    });
    expect(waves.map(({ pools: names }) => names.length)).to.deep.equal([2, 3, 3, 1, 1, 2]);
  });

  it('have each pool exactly once, whatever is asked for', () => {
    for (let count = 1; count <= 30; count++) {
      for (const percent of [0.1, 10, 33.3, 50, 99.9, 100]) {
        const { waves } = resolveWaves({
          pools: pools(count),
          canary: count > 1 ? ['p1'] : [],
          waves: [{ percent }, { count: 2 }, { rest: true }],
        });
        const all = waves.flatMap(({ pools: names }) => names);
        expect([...all].sort(), `${count} pools, ${percent} %`).to.deep.equal(
          pools(count)
            .map(({ pool }) => pool)
            .sort(),
        );
      }
    }
  });
});
