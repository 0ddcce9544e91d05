/** JSON-RPC in a shape that is not the one of the request: clients have to accept each of the three (xapi.md 3.2). */
import { z } from 'zod';
import type { StepFault } from '../definition.js';
import { atStep } from '../parameters.js';

export const jsonShapes = ['1.0', '2.0', 'bare-error'] as const;

export type JsonShape = (typeof jsonShapes)[number];

const parameters = atStep({ shape: z.enum(jsonShapes, `must be one of ${jsonShapes.join(', ')}`).default('1.0') });

export const jsonShape: StepFault<typeof parameters> = {
  area: 'Wire',
  strikes: 'step',
  at: 'start',
  summary:
    'JSON-RPC is answered in one `shape`, whatever was asked: 1.0 (default), 2.0, or bare-error, the errors of emergency mode',
  parameters,
  example: 'json-shape shape=bare-error host=coordinator',
  happen: ({ world, hosts }, { shape }) => {
    const shapes = world.state.conditions.jsonShapes;
    for (const { ref } of hosts) shapes.set(ref, shape);
    return () => hosts.forEach(({ ref }) => shapes.delete(ref));
  },
};
