/** How the parts of the lint tell a problem: where it is, in words, and as AWS's code. */
export type Report = (location: string, message: string, code?: string, severity?: 'ERROR' | 'WARNING') => void;
