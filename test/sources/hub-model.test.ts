import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openHubModel } from '../../src/sources/hub-model.js';
import { errorOf, fakeHub, hubWorld, unplugged } from './hub-world.js';

const files = {
  'config.json': '{"model_type":"llama"}',
  'onnx/model.onnx': new TextEncoder().encode('weights'),
  'onnx/model_q4.onnx': new TextEncoder().encode('small weights'),
};
const choose = (all: readonly string[]) => all.filter((path) => path !== 'onnx/model_q4.onnx');
const query = { repo: 'me/tiny', choose };

describe('a model of the hub', () => {
  it('is downloaded once, only the files that were chosen, in the layout of huggingface_hub', async () => {
    const hub = await fakeHub({ repos: { 'me/tiny': { files } } });
    const world = hubWorld(hub);
    const { folder, commit } = await openHubModel(query, world);
    expect(folder).toBe(join(world.cache, 'models--me--tiny', 'snapshots', commit));
    expect(readFileSync(join(folder, 'config.json'), 'utf8')).toBe(files['config.json']);
    expect(readFileSync(join(folder, 'onnx/model.onnx'), 'utf8')).toBe('weights');
    expect(existsSync(join(folder, 'onnx/model_q4.onnx'))).toBe(false);
    const before = hub.requests.length;
    expect(await openHubModel(query, world)).toEqual({ folder, commit });
    expect(hub.requests.slice(before).map(({ path }) => path)).toEqual(['/api/models/me/tiny/revision/main']);
    expect(await openHubModel(query, unplugged(world, { HF_HUB_OFFLINE: '1' }))).toEqual({ folder, commit });
  });

  it('that is not there, or not given to this token, says what to do about it', async () => {
    const hub = await fakeHub({ repos: { 'me/tiny': { files }, 'me/gated': { files, gated: true } } });
    const missing = await errorOf(openHubModel({ ...query, repo: 'me/tny' }, hubWorld(hub)));
    expect(missing.message).toContain('There is no model "me/tny"');
    const gated = await errorOf(openHubModel({ ...query, repo: 'me/gated' }, hubWorld(hub)));
    expect(gated.message).toContain(`${hub.url}/me/gated`);
    expect(gated.message).toContain('modelParams.token');
    const offline = await errorOf(openHubModel(query, hubWorld(hub, { HF_HUB_OFFLINE: '1' })));
    expect(offline.message).toContain('hf download me/tiny --revision main');
    const odd = await errorOf(openHubModel({ ...query, repo: '../tiny' }, hubWorld(hub)));
    expect(odd.message).toContain('"../tiny" is not the name of a hub model');
  });
});
