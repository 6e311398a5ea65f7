/**
 * The seam to libtorch: the only package that knows {@code ai.djl.pytorch}. Kernels compiled from
 * TorchScript source, dtypes, grad mode, threads, seeds and memory scopes.
 */
@NullMarked
package dev.period.core.engine;

import org.jspecify.annotations.NullMarked;
