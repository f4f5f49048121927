import type * as hret from 'hret';

/** The part of hret that the programs of the matrix use; handed in, so that they can run over a recording pipeline. */
export type Face = Pick<typeof hret, 'evaluate' | 'benchmark' | 'trackMetrics' | 'run'>;
