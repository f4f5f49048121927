export {
  type FakeFault,
  type FakeFiles,
  type FakeHub,
  type FakeHubOptions,
  type FakeHubRequest,
  type FakeRepo,
  startFakeHub,
} from './fake-hub.js';
export type { Abilities, LoopbackAnswer, LoopbackBody } from './loopback-asked.js';
export type { Fault } from './loopback-faults.js';
export { type LoopbackLlm, type LoopbackOptions, type LoopbackRequest, startLoopbackLlm } from './loopback-llm.js';
export { loopbackLogprob, loopbackTokenize } from './loopback-tokens.js';
export { type TestWorld, testWorld } from './memory-world.js';
export {
  type ScriptedAnswer,
  type ScriptedModel,
  type ScriptedOptions,
  scriptedModel,
} from './scripted-model.js';
