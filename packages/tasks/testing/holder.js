// Holds a project as a task does while it tries changes, until it is told to let go, with one of them
// written if a file is named: node holder.js FOLDER ROOT [PATH]
import { readSync, writeSync } from 'node:fs'
import { WorkingTree } from '../dist/index.js'

const [folder, root, path] = process.argv.slice(2)
const tree = new WorkingTree(folder, root, 0)
if (path !== undefined) tree.put(path, 'tried\n')
writeSync(1, 'held\n')
readSync(0, Buffer.alloc(1))
tree.close()
