// Applies or undoes a kept run when told to, so that a test can kill it at it: node applier.js FOLDER ID apply|undo
import { readSync, writeSync } from 'node:fs'
import { applyChanges, undoChanges } from '../dist/index.js'

const [folder, id, direction] = process.argv.slice(2)
writeSync(1, 'ready\n')
readSync(0, Buffer.alloc(1))
const move = direction === 'apply' ? applyChanges : undoChanges
move({ folder, id })
