/** Configuration files: every setting that there is, with values of every kind, in YAML of every kind. */
import { keysOf } from '../../../src/daemon/config/schema-walk.js';
import { settingsSchema } from '../../../src/daemon/config/schema.js';
import { parseSettings } from '../../../src/daemon/config/load.js';
import type { Draws } from '../draws.js';
import { parserTarget } from '../target.js';

export const configuration = parserTarget('configuration', draw, (input) =>
  parseSettings(input.toString('utf8'), 'drydock.yaml'),
);

const values = [
  ...[
    '127.0.0.1',
    '0.0.0.0',
    '8080',
    '-1',
    '1.5',
    '7d',
    '12h',
    '0',
    'true',
    'null',
    '~',
    '[]',
    '{}',
    '[a, b]',
    '{a: b}',
  ],
  ...[
    '"x"',
    "'y'",
    '&a x',
    '*a',
    '!!binary aGk=',
    '!!set {a}',
    '2026-01-05',
    '0x1F',
    '.inf',
    '|\n    text',
    '? x',
    '- -',
  ],
];

function draw(draws: Draws): Buffer {
  const lines = draws.many(0, 8, () => setting(draws, settingsSchema, 0));
  const text = draws.oneOf(['', '---\n', '%YAML 1.1\n---\n', '# x\n']) + lines.join('\n');
  return draws.damaged(Buffer.from(text), 4);
}

function setting(draws: Draws, schema: Parameters<typeof keysOf>[0], depth: number): string {
  const keys = keysOf(schema);
  const indent = '  '.repeat(depth);
  if (keys.length === 0) return `${indent}${draws.text(['x', 'address'])}: ${draws.text(values)}`;
  const { key: name, schema: inner } = draws.oneOf(keys);
  const key = draws.oneIn(10) ? draws.text(['x']) : name;
  if (depth < 4 && keysOf(inner).length > 0 && !draws.oneIn(6))
    return `${indent}${key}:\n${draws.many(1, 3, () => setting(draws, inner, depth + 1)).join('\n')}`;
  return `${indent}${key}: ${draws.text(values)}`;
}
