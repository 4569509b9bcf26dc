declare module 'asl-validator' {
  /** True and no errors for a definition that follows the schema of the Amazon States Language. */
  export default function validate(
    definition: unknown,
    options?: { checkArn?: boolean },
  ): { isValid: boolean; errorsText(separator?: string): string };
}
