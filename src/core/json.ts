export type { Json, JsonObject } from '../util/json.js';
