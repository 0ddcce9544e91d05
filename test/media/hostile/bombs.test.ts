import { describeBombs } from '../../support/media-bomb-suite.js';
import { bombs } from './bombs.js';

// The others take half a minute of a core (test/chaos/media-bombs.test.ts).
describeBombs(bombs.filter(({ isQuick }) => isQuick === true));
