import { checkForms } from '../shared/check.js';
import { checkRefusals } from '../shared/refusals.js';
import { checkStandardForms } from './only.js';

const checked = await checkForms();
checkRefusals(checked.hret);
await checkStandardForms(checked);
console.log('tc39 forms hold');
