import { Simulation } from './door.js';

export default { __init__: ['simulation'], simulation: ['type', Simulation] };
