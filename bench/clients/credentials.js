// AWS's own documented example keys: every client signs for real with them.
export const REGION = 'us-east-1'
export const ACCESS_KEY_ID = 'AKIAIOSFODNN7EXAMPLE'
export const SECRET_ACCESS_KEY = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'
export const MAX_TOKENS = 1024
