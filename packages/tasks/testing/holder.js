// Holds a project as a task does while it tries changes, until it is told to let go: node holder.js FOLDER ROOT
import { readSync, writeSync } from 'node:fs'
import { WorkingTree } from '../dist/index.js'

const [folder, root] = process.argv.slice(2)
const tree = new WorkingTree(folder, root, 0)
writeSync(1, 'held\n')
readSync(0, Buffer.alloc(1))
tree.close()
