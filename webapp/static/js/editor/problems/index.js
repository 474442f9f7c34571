import { Checks } from './checks.js';

export default { checks: ['type', Checks] };
