@NullMarked
package dev.period.data.dsp;

import org.jspecify.annotations.NullMarked;
