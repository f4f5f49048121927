import { z } from 'zod';

/** One question to the GraphQL interface, and what has to be in the answer. */
export interface Operation<Reply> {
  readonly query: string;
  readonly reply: z.ZodType<Reply>;
}

export const viewer = {
  query: 'query Viewer { viewer { id entity username } }',
  reply: z.object({ viewer: z.object({ entity: z.string().nullish() }).nullable() }),
};

const bucket = z.object({
  name: z.string(),
  displayName: z.string().nullish(),
  project: z.object({ name: z.string(), entity: z.object({ name: z.string() }) }).nullish(),
});

/** Makes a run, or changes what is said of it; a variable that is absent leaves its field as it is. */
export const upsertBucket = {
  query: `mutation UpsertBucket($name: String, $project: String, $entity: String, $groupName: String, $displayName: String,
    $notes: String, $commit: String, $config: JSONString, $host: String, $program: String, $repo: String,
    $jobType: String, $tags: [String!]) {
  upsertBucket(input: {name: $name, modelName: $project, entityName: $entity, groupName: $groupName,
      displayName: $displayName, notes: $notes, commit: $commit, config: $config, host: $host, jobProgram: $program,
      jobRepo: $repo, jobType: $jobType, tags: $tags}) {
    bucket { id name displayName project { id name entity { id name } } }
    inserted
  }
}`,
  reply: z.object({ upsertBucket: z.object({ bucket }) }),
};

/** What W&B has of a run by this name. */
export const resumeStatus = {
  query: `query RunResumeStatus($project: String, $entity: String, $name: String!) {
  model(name: $project, entityName: $entity) {
    bucket(name: $name, missingOk: true) { id name historyLineCount historyTail summaryMetrics config tags }
  }
}`,
  reply: z.object({
    model: z
      .object({
        bucket: z
          .object({
            historyLineCount: z.int().nullish(),
            /** JSON: the last lines, each a JSON text. */
            historyTail: z.string().nullish(),
            summaryMetrics: z.string().nullish(),
            config: z.string().nullish(),
            tags: z.array(z.string()).nullish(),
          })
          .nullable(),
      })
      .nullable(),
  }),
};

export const createRunFiles = {
  query: `mutation CreateRunFiles($entity: String!, $project: String!, $run: String!, $files: [String!]!) {
  createRunFiles(input: {entityName: $entity, projectName: $project, runName: $run, files: $files}) {
    runID
    uploadHeaders
    files { name uploadUrl }
  }
}`,
  reply: z.object({
    createRunFiles: z.object({
      uploadHeaders: z.array(z.string()).nullish(),
      files: z.array(z.object({ name: z.string(), uploadUrl: z.string().nullish() })),
    }),
  }),
};

export const createArtifact = {
  query: `mutation CreateArtifact($input: CreateArtifactInput!) {
  createArtifact(input: $input) { artifact { id state } }
}`,
  reply: z.object({ createArtifact: z.object({ artifact: z.object({ id: z.string(), state: z.string() }) }) }),
};

export const createArtifactManifest = {
  query: `mutation CreateArtifactManifest($artifactID: ID!, $name: String!, $digest: String!, $entityName: String!,
    $projectName: String!, $runName: String!, $manifestType: ArtifactManifestType!, $includeUpload: Boolean!) {
  createArtifactManifest(input: {artifactID: $artifactID, name: $name, digest: $digest, entityName: $entityName,
      projectName: $projectName, runName: $runName, type: $manifestType}) {
    artifactManifest {
      id
      file { id uploadUrl @include(if: $includeUpload) uploadHeaders @include(if: $includeUpload) }
    }
  }
}`,
  reply: z.object({
    createArtifactManifest: z.object({
      artifactManifest: z.object({
        id: z.string(),
        file: z.object({
          uploadUrl: z.string().nullish(),
          uploadHeaders: z.array(z.string()).nullish(),
        }),
      }),
    }),
  }),
};

export const createArtifactFiles = {
  query: `mutation CreateArtifactFiles($input: CreateArtifactFilesInput!) {
  createArtifactFiles(input: $input) {
    files { edges { node { storagePath uploadUrl uploadHeaders artifact { id } } } }
  }
}`,
  reply: z.object({
    createArtifactFiles: z.object({
      files: z.object({
        edges: z.array(
          z.object({
            node: z.object({
              uploadUrl: z.string().nullish(),
              uploadHeaders: z.array(z.string()).nullish(),
              artifact: z.object({ id: z.string() }).nullish(),
            }),
          }),
        ),
      }),
    }),
  }),
};

export const commitArtifact = {
  query:
    'mutation CommitArtifact($artifactID: ID!) { commitArtifact(input: {artifactID: $artifactID}) { artifact { id digest } } }',
  reply: z.object({ commitArtifact: z.object({ artifact: z.object({ id: z.string() }) }) }),
};
