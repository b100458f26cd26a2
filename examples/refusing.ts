// What users see when something is wrong: errors that say what, where and why.
import { DuplicateKeyError, ValidationError } from "../mod.ts";
import { Product, sample } from "./models.ts";
import { step } from "./step.ts";

export async function refusing(): Promise<void> {
  await step("the unique index refuses a second SKU-00001", () => refusal(() => sample(1).insert()), (error) => {
    if (!(error instanceof DuplicateKeyError)) throw error;
    return `${error.name} [${error.code}]: ${error.message}\nkeyValue: ${JSON.stringify(error.keyValue)}`;
  });
  await step("the schema refuses a negative price", () => refusal(invalid), (error) => {
    if (!(error instanceof ValidationError)) throw error;
    return `${error.name} [${error.code}]: ${error.message}`;
  });
}

function invalid(): Promise<Product> {
  return new Product({ sku: "X", name: "Free tea", price: -1, category: "tea", origin: { country: "India" } }).insert();
}

/** The error that an action ends with; it must end with one. */
async function refusal(action: () => Promise<unknown>): Promise<Error> {
  try {
    await action();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error("this should have been refused");
}
