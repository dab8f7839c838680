/** What can become of one edit: see `applyEdit`. */
export const editOutcomes = ['applied', 'unchanged', 'refused'] as const
