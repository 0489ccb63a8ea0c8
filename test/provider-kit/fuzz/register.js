import { register } from 'node:module';
import '../../support/register-ts.js';

register('./hooks.js', import.meta.url);
