import type { Face } from '../shared/face.js';

/** Legacy decorators never see the value of a field. Compiled, never called. */
export function checkLegacyTypes(hret: Face): unknown {
  return class {
    // @ts-expect-error a field cannot be decorated under experimentalDecorators
    @hret.evaluate({ dataset: 'kmmlu' })
    arrow = (input: string) => input;
  };
}
