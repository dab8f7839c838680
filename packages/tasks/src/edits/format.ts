/**
 * How a model is asked to write its edits, to be put into a prompt. Of all the formats that `parseEdits` reads this is
 * the one in which nothing has to be guessed: the path cannot be lost, no marker is likely in code, and code is not
 * escaped as it would be in JSON.
 */
export const editInstructions = `Write every change as an edit block, outside of any code fence:

<edit path="src/example.ts">
<old>
the lines to be replaced, copied from the file exactly, with their indentation
</old>
<new>
the lines that should stand there instead
</new>
</edit>

- Quote whole lines. Quote so many of them that they occur only once in the file: usually two or three around the change.
- Keep <old> short: one block for each separate change, several blocks for one file where needed.
- Never leave lines out of a quote with "..." or a comment.
- To add lines, quote the lines beside them in <old> and repeat these with the new lines in <new>.
- To delete lines, leave them out of <new>.
- A new file is <file path="src/new.ts"> with all of its lines, then </file>. To delete one: <delete path="src/old.ts"/>.
- Paths are relative to the project, as they were given to you.`
