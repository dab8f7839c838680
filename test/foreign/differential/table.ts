import { callers } from './callers.js'
import { content } from './content.js'
import { families } from './families.js'
import { ids } from './ids.js'
import { limits } from './limits.js'
import { sampling } from './sampling.js'
import { thinking } from './thinking.js'
import { tools } from './tools.js'
import { turns } from './turns.js'
import { versions } from './versions.js'
import type { Row } from './row.js'

/** Every row: what Bedrock answers, by the fact sheets. */
export const table: readonly Row[] = [
  ...sampling,
  ...turns,
  ...tools,
  ...thinking,
  ...versions,
  ...limits,
  ...content,
  ...ids,
  ...callers,
  ...families,
]
