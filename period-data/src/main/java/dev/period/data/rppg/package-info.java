/**
 * Remote photoplethysmography: the pulse in the colour of skin. From video to colour traces, from
 * traces to pulse waves, from waves to heart rates, and the recordings that such methods are judged
 * on.
 */
@NullMarked
package dev.period.data.rppg;

import org.jspecify.annotations.NullMarked;
