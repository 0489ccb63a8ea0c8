import '../../support/register-ts.js';
