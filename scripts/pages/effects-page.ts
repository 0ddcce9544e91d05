/** docs/effects.md: every effect of a run with its class of retry and the longest it may take. */
import { effectNames } from '../../src/controller/effects/effect.js';
import { effects } from '../../src/controller/effects/registry.js';
import { retryClassMeanings, retryClassNames } from '../../src/controller/effects/retry-class.js';
import { generatedNote, markdownTable } from './markdown.js';

export function effectsPage(): string {
  return [
    generatedNote,
    '# Effects',
    '',
    'Everything a run does to a pool is an effect: an intent in the journal, the act, its confirmation by facts, an outcome. When the',
    'controller ends in between, or a reply is lost, nobody knows whether the act was done. Then the facts are asked; what they do not',
    'tell is decided by the class that each effect declares. What has *failed* is never done again by itself, whatever its class: the',
    'run stops, and `drydock upgrade retry` does it again, within [its budget](operating.md#retry-and-its-budget).',
    '',
    markdownTable(
      ['class', 'when nobody knows whether it was done'],
      retryClassNames.map((name) => [`\`${name}\``, retryClassMeanings[name]]),
    ),
    '',
    'An effect that *looks again* reads the pool once more after its intent, immediately before the act. *At most* counts from the',
    'intent to its confirmation: later it counts as failed.',
    '',
    markdownTable(
      ['effect', 'class', 'because', 'looks again', 'at most'],
      effectNames.map((name) => {
        const { retry, looksAgain, deadline } = effects[name];
        return [
          `\`${name}\``,
          `\`${retry.class}\``,
          retry.why,
          looksAgain === true ? 'yes' : '',
          deadline % 3_600_000 === 0 ? `${deadline / 3_600_000} h` : `${deadline / 60_000} min`,
        ];
      }),
    ),
    '',
  ].join('\n');
}
