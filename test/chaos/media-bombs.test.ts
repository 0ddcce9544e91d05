import { describeBombs } from '../support/media-bomb-suite.js';
import { bombs } from '../media/hostile/bombs.js';

describeBombs(bombs.filter(({ isQuick }) => isQuick !== true));
