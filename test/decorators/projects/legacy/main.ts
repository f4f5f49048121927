import { checkForms } from '../shared/check.js';
import { checkRefusals } from '../shared/refusals.js';

const { hret } = await checkForms();
checkRefusals(hret);
console.log('legacy forms hold');
