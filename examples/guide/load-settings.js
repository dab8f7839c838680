// Run as: node --env-file=examples/guide/.env.production examples/guide/load-settings.js
import { createClient } from '@outcrop/client'

const client = createClient()
const { calledId, region, geography } = await client.resolve()
console.log(`${calledId} from ${region}, inference in ${geography}`)
await client.close()
