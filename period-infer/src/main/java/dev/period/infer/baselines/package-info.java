/**
 * Counters without a model, which every report shows beside the model: constants and classical
 * signal processing.
 */
@NullMarked
package dev.period.infer.baselines;

import org.jspecify.annotations.NullMarked;
