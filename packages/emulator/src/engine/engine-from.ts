import { validationFault } from '../answer/service-fault.js'
import type { EngineConfig } from '../options.js'
import type { Engine } from './engine.js'
import { scenarioEngine } from './scenario/scenario-engine.js'
import { syntheticEngine } from './synthetic/synthetic-engine.js'

/** The engine that a configuration asks for. */
export function engineFrom(config: EngineConfig): Engine {
  if (config.kind === 'synthetic') return syntheticEngine
  const scripted = scenarioEngine(config.scenarios)
  return {
    kind: config.kind,
    reply(question) {
      const reply = scripted.reply(question)
      if (reply || !config.strict) return reply ?? syntheticEngine.reply(question)
      throw validationFault('No scenario of the emulator matches this request, and it is set to answer no other.')
    },
  }
}
