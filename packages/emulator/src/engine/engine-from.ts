import { validationFault } from '../answer/service-fault.js'
import { recordEngine } from './cassette/record-engine.js'
import { replayEngine } from './cassette/replay-engine.js'
import type { Engine } from './engine.js'
import type { EngineConfig, ScenarioConfig } from './engine-config.js'
import { scenarioEngine } from './scenario/scenario-engine.js'
import { syntheticEngine } from './synthetic/synthetic-engine.js'
import { upstreamEngine } from './upstream/upstream-engine.js'

/** The engine that a configuration asks for. @throws {ConfigFault} if what it names cannot be used */
export function engineFrom(config: EngineConfig, now: () => Date): Engine {
  if (config.kind === 'scenario') return scriptedEngine(config)
  if (config.kind === 'record') return recordEngine(config, now)
  if (config.kind === 'upstream') return upstreamEngine(config)
  return config.kind === 'replay' ? replayEngine(config) : syntheticEngine
}

function scriptedEngine(config: ScenarioConfig): Engine {
  const scripted = scenarioEngine(config.scenarios)
  return {
    ...scripted,
    reply(question, departure) {
      const reply = scripted.reply(question, departure)
      if (reply || !config.strict) return reply ?? syntheticEngine.reply(question, departure)
      throw validationFault('No scenario of the emulator matches this request, and it is set to answer no other.')
    },
  }
}
