import { describe, expect, test } from 'vitest'
import { emulatedHere, ids, invoke, plainBody } from '../../../testing/emulated.js'
import type { Scenario } from '../../index.js'

const scripted = (scenarios: Scenario[], strict = false) =>
  emulatedHere({ engine: { kind: 'scenario', scenarios, strict } })
const said = async (emulator: Awaited<ReturnType<typeof emulatedHere>>) =>
  (await invoke(emulator, ids.haiku45, plainBody)).json.content?.[0]?.text

describe('a scenario with a number of times', () => {
  test('answers as often, and leaves the rest to the next', async () => {
    const emulator = await scripted([{ times: 2, reply: { text: 'first' } }, { reply: { text: 'then' } }])
    const answers = [await said(emulator), await said(emulator), await said(emulator), await said(emulator)]
    expect(answers).toEqual(['first', 'first', 'then', 'then'])
    emulator.reset()
    expect(await said(emulator)).toBe('first')
  })

  test('counts only what it answers', async () => {
    const emulator = await scripted([{ match: { prompt: 'nonesuch' }, times: 1, reply: { text: 'no' } }], true)
    expect((await invoke(emulator, ids.haiku45, plainBody)).status).toBe(400)
    expect(() => emulator.assertAllUsed()).toThrow(new Error("Scenarios that were not used: '0'"))
  })
})

describe('assertAllUsed', () => {
  test('names every scenario that nobody asked for', async () => {
    const emulator = await scripted([
      { name: 'used', match: { prompt: 'median' }, reply: { text: 'x' } },
      { name: 'never', match: { prompt: 'nonesuch' }, reply: { text: 'x' } },
      { match: { prompt: 'nor this' }, reply: { text: 'x' } },
    ])
    await said(emulator)
    expect(() => emulator.assertAllUsed()).toThrow(new Error("Scenarios that were not used: 'never', '2'"))
  })

  test('demands all the times of a scenario that has a number of them', async () => {
    const emulator = await scripted([{ name: 'twice', times: 2, reply: { text: 'x' } }])
    await said(emulator)
    expect(() => emulator.assertAllUsed()).toThrow(new Error("Scenarios that were not used: 'twice' (1 of 2 times)"))
    await said(emulator)
    emulator.assertAllUsed()
  })

  test('looks at the scenarios that are set now, since they were set', async () => {
    const emulator = await scripted([{ name: 'a', reply: { text: 'x' } }])
    await said(emulator)
    emulator.assertAllUsed()
    emulator.reset()
    expect(() => emulator.assertAllUsed()).toThrow("'a'")
  })

  test('has nothing to say of engines that prepare nothing', async () => {
    const emulator = await emulatedHere()
    expect(() => emulator.assertAllUsed()).not.toThrow()
  })
})
