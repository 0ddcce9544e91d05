/** Where the page begins. */
import { Application } from './app/application.js';

const place = document.getElementById('app');
if (place !== null) new Application(place).start();
