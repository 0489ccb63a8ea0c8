import { prepare } from './global-setup.js';

/** What `npm run test:fast` starts: no development server, so none is downloaded or built for it. */
export default async function fastSetup() {
  await prepare('time-skipping', 'bundle');
}
