/** What a server takes in one request and in one value; older servers take less, and what one refuses is told. */
export const LIMITS = {
  metrics: 1000,
  params: 100,
  tags: 100,
  /** Metrics, params and tags together. */
  entities: 1000,
  /** A megabyte, less what headers and the id of the run take. */
  bytes: 960_000,
  key: 250,
  paramValue: 6000,
  tagValue: 5000,
  experimentName: 500,
  datasetName: 500,
  datasetSource: 65_535,
  /** What lists of traces show of a question or an answer. */
  preview: 1000,
  traceMetadata: 250,
} as const;
