/** Tests of asking a model, with tiny models and videos made on the spot. */
@org.jspecify.annotations.NullMarked
package dev.period.infer;
