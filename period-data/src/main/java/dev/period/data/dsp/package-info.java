/** Digital signal processing in one dimension: filters, trends, spectra, peaks, resampling. */
@NullMarked
package dev.period.data.dsp;

import org.jspecify.annotations.NullMarked;
