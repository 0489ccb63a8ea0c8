export { payment } from './payment.js';
export { review } from './review.js';
export { notification } from './notification.js';
