export { payment } from './payment.js';
export { review } from './review.js';
